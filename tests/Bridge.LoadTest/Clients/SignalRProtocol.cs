// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.LoadTest.Clients;

/// <summary>
/// SignalR's JSON protocol without negotiation, for a hub with <c>Subscribe(channel)</c> and <c>Publish(channel, data)</c>
/// (the yardstick's shapes; the names are options).
/// </summary>
internal class SignalRProtocol(string path, string subscribeMethod, string publishMethod) : ChannelProtocol
{
    /// <summary>Ends every record of the protocol.</summary>
    protected const char RecordSeparator = '\x1e';

    /// <summary>Asks for the protocol.</summary>
    protected static readonly string Handshake = $$"""{"protocol":"json","version":1}{{RecordSeparator}}""";

    public override string Path => path;

    public override string KeepAlive { get; } = $$"""{"type":6}{{RecordSeparator}}""";

    public override TimeSpan KeepAliveInterval { get; } = TimeSpan.FromSeconds(10);

    public override bool PublisherSubscribes => false;

    public override string? Opening => Handshake;

    protected string SubscribeMethod => subscribeMethod;

    protected string PublishMethod => publishMethod;

    public override string ChannelName(int index) => $"ch-{index}";

    public override bool TryReadGreeting(ReadOnlySpan<byte> message, out string socketId)
    {
        socketId = string.Empty;
        return message.StartsWith("{}"u8);
    }

    public override string Subscribe(string socketId, string channel) =>
        $$"""{"type":1,"invocationId":"1","target":"{{SubscribeMethod}}","arguments":["{{channel}}"]}{{RecordSeparator}}""";

    public override int CountSubscribed(ReadOnlySpan<byte> message) => message.Count("\"type\":3"u8);

    public override string Publish(string channel, string payload) =>
        $$"""{"type":1,"target":"{{PublishMethod}}","arguments":["{{channel}}","{{payload}}"]}{{RecordSeparator}}""";

    public override bool IsRefusal(ReadOnlySpan<byte> message) => message.IndexOf("\"error\""u8) >= 0;

    public override string? Answer(ReadOnlySpan<byte> message) => null;
}
