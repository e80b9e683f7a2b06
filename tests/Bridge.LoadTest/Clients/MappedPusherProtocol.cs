// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.LoadTest.Clients;

/// <summary>Pusher clients of an app's own hub, which takes their events without a subscription.</summary>
internal sealed class MappedPusherProtocol(string key, string secret) : PusherProtocol(key, secret)
{
    public override bool PublisherSubscribes => false;

    public override string ChannelName(int index) => $"ch-{index}";
}
