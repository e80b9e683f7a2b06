// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.LoadTest.Clients;

/// <summary>How a client of one protocol joins channels and publishes on them.</summary>
internal abstract class ChannelProtocol
{
    /// <summary>Path and query of the WebSocket.</summary>
    public abstract string Path { get; }

    /// <summary>What the real client sends when nothing else is sent.</summary>
    public abstract string KeepAlive { get; }

    public abstract TimeSpan KeepAliveInterval { get; }

    /// <summary>Whether only a member of the channel may publish on it.</summary>
    public abstract bool PublisherSubscribes { get; }

    /// <summary>What the client sends first; null when the server speaks first.</summary>
    public abstract string? Opening { get; }

    public abstract string ChannelName(int index);

    /// <summary>Reads what the server says before it takes subscriptions; true when that is complete.</summary>
    public abstract bool TryReadGreeting(ReadOnlySpan<byte> message, out string socketId);

    public abstract string Subscribe(string socketId, string channel);

    /// <summary>How many subscriptions this message confirms.</summary>
    public abstract int CountSubscribed(ReadOnlySpan<byte> message);

    public abstract string Publish(string channel, string payload);

    /// <summary>Whether the server says no to something.</summary>
    public abstract bool IsRefusal(ReadOnlySpan<byte> message);

    /// <summary>The answer to a server's ping; null when the message is none.</summary>
    public abstract string? Answer(ReadOnlySpan<byte> message);
}
