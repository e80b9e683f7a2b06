// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;

namespace Bridge.LoadTest.Clients;

/// <summary>Pusher Channels: signed private channels, published on with client events.</summary>
internal class PusherProtocol(string key, string secret, string? path = null) : ChannelProtocol
{
    private const string Pong = """{"event":"pusher:pong","data":{}}""";

    private readonly PusherSignature _signature = new(key, secret);

    public override string Path { get; } = path ?? $"/app/{key}?protocol=7&client=bridge-loadtest&version=1";

    public override string KeepAlive => """{"event":"pusher:ping","data":{}}""";

    public override TimeSpan KeepAliveInterval { get; } = TimeSpan.FromSeconds(25);

    public override bool PublisherSubscribes => true;

    public override string? Opening => null;

    public override string ChannelName(int index) => $"private-ch-{index}";

    public override bool TryReadGreeting(ReadOnlySpan<byte> message, out string socketId)
    {
        var prefix = "socket_id\\\":\\\""u8;
        var start = message.IndexOf(prefix);
        socketId = string.Empty;
        if (start < 0)
        {
            return false;
        }

        var id = message[(start + prefix.Length)..];
        socketId = Encoding.ASCII.GetString(id[..Math.Max(0, id.IndexOf((byte)'\\'))]);
        return socketId.Length > 0;
    }

    public override string Subscribe(string socketId, string channel) =>
        $$$"""{"event":"pusher:subscribe","data":{"channel":"{{{channel}}}","auth":"{{{_signature.Sign(socketId, channel)}}}"}}""";

    public override int CountSubscribed(ReadOnlySpan<byte> message) => message.Count("subscription_succeeded"u8);

    public override string Publish(string channel, string payload) =>
        $$$"""{"event":"client-ev","channel":"{{{channel}}}","data":{"m":"{{{payload}}}"}}""";

    public override bool IsRefusal(ReadOnlySpan<byte> message) =>
        message.IndexOf("pusher:error"u8) >= 0 || message.IndexOf("subscription_error"u8) >= 0;

    public override string? Answer(ReadOnlySpan<byte> message) => message.IndexOf("pusher:ping"u8) >= 0 ? Pong : null;
}
