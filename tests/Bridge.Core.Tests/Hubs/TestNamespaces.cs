// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Channels;

namespace Bridge.Core.Tests.Hubs;

/// <summary>The namespace of groups without a prefix, and one with the prefix <c>app:</c>, under rules that a test may change.</summary>
internal sealed class TestNamespaces : IChannelNamespaces
{
    public const string Prefix = "app:";

    public ChannelSettings Settings { get; set; } = new();

    public ChannelNamespace? Find(string group) => group switch
    {
        _ when group.StartsWith(Prefix, StringComparison.Ordinal) => new ChannelNamespace(Prefix, Settings),
        _ when group.StartsWith("nobody:", StringComparison.Ordinal) => null,
        _ => new ChannelNamespace(string.Empty, Settings),
    };
}
