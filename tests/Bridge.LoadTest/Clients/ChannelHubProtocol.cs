// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;

namespace Bridge.LoadTest.Clients;

/// <summary>
/// A native SignalR client of Bridge's own <c>ChannelHub</c>: asks for its socket id, signs private channels with it and
/// publishes with <c>Trigger</c>.
/// </summary>
internal sealed class ChannelHubProtocol(string path, string key, string secret) : SignalRProtocol(path, "Subscribe", "Trigger")
{
    private readonly PusherSignature _signature = new(key, secret);

    public override bool PublisherSubscribes => true;

    public override string? Opening =>
        $$"""{{Handshake}}{"type":1,"invocationId":"0","target":"GetSocketId","arguments":[]}{{RecordSeparator}}""";

    public override string ChannelName(int index) => $"private-ch-{index}";

    public override bool TryReadGreeting(ReadOnlySpan<byte> message, out string socketId)
    {
        var prefix = "\"result\":\""u8;
        var start = message.IndexOf(prefix);
        socketId = string.Empty;
        if (start < 0)
        {
            return false;
        }

        var id = message[(start + prefix.Length)..];
        socketId = Encoding.ASCII.GetString(id[..Math.Max(0, id.IndexOf((byte)'"'))]);
        return socketId.Length > 0;
    }

    public override string Subscribe(string socketId, string channel) =>
        $$$"""{"type":1,"invocationId":"1","target":"{{{SubscribeMethod}}}","arguments":["{{{channel}}}",{"auth":"{{{_signature.Sign(socketId, channel)}}}"}]}{{{RecordSeparator}}}""";

    public override string Publish(string channel, string payload) =>
        $$$"""{"type":1,"target":"{{{PublishMethod}}}","arguments":["{{{channel}}}","client-ev",{"m":"{{{payload}}}"}]}{{{RecordSeparator}}}""";
}
