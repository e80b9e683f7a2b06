// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.LoadTest.Clients.SockJS;

/// <summary>A SockJS service over WebSocket. It has no channels: who is connected gets what the service sends.</summary>
/// <param name="service">The path of the service.</param>
internal class SockJSWebSocketProtocol(string service) : ChannelProtocol
{
    // Two WebSockets may have the same session id.
    public override string Path => $"{service}/000/loadtest/websocket";

    public override string? KeepAlive => null;

    public override TimeSpan KeepAliveInterval => TimeSpan.FromSeconds(25);

    public override bool PublisherSubscribes => false;

    public override bool HasSubscriptions => false;

    public override string? Opening => null;

    protected string Service => service;

    public override string ChannelName(int index) => string.Empty;

    public override bool TryReadGreeting(ReadOnlySpan<byte> message, out string socketId)
    {
        socketId = string.Empty;
        return message.SequenceEqual("o"u8);
    }

    public override string Subscribe(string socketId, string channel) =>
        throw new NotSupportedException("SockJS has no channels.");

    public override int CountSubscribed(ReadOnlySpan<byte> message) => 0;

    public override string Publish(string channel, string payload) => $"[\"{payload}\"]";

    public override bool IsRefusal(ReadOnlySpan<byte> message) => message.StartsWith("c["u8);

    public override string? Answer(ReadOnlySpan<byte> message) => null;
}
