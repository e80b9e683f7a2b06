// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Channels;

namespace Bridge.Core.Hubs;

/// <summary>What a hub on another node sent to a group; see <see cref="RemoteInvocationMessage"/>.</summary>
internal sealed class RemoteChannelInvocationMessage(string group, RemoteInvocation invocation)
    : ChannelInvocationMessage(group, invocation.Target, new object?[invocation.Count]), IRawArguments
{
    public ReadOnlyMemory<byte> ArgumentsJson => invocation.Arguments;
}
