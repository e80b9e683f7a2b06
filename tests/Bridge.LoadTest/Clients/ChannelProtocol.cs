// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using Bridge.LoadTest.Measurement;

namespace Bridge.LoadTest.Clients;

/// <summary>How a client of one protocol joins channels and publishes on them.</summary>
internal abstract class ChannelProtocol
{
    /// <summary>Path and query of the WebSocket.</summary>
    public abstract string Path { get; }

    /// <summary>What the real client sends when nothing else is sent; null when it is silent.</summary>
    public abstract string? KeepAlive { get; }

    public abstract TimeSpan KeepAliveInterval { get; }

    /// <summary>Whether only a member of the channel may publish on it.</summary>
    public abstract bool PublisherSubscribes { get; }

    /// <summary>Whether there is something to join; if not, a connection gets all that is published.</summary>
    public virtual bool HasSubscriptions => true;

    /// <summary>What the client sends first; null when the server speaks first.</summary>
    public abstract string? Opening { get; }

    /// <summary>Makes a client that gets what is published.</summary>
    /// <param name="loop">The loop that it runs on.</param>
    /// <param name="endPoint">The server.</param>
    /// <param name="channels">What to join.</param>
    /// <param name="tally">Where it tells how it fares.</param>
    /// <param name="deliveries">Counts what it gets; null when that does not matter.</param>
    public virtual ISubscriber CreateSubscriber(
        EventLoop loop, IPEndPoint endPoint, IReadOnlyList<string> channels, ClientTally tally, DeliveryCounter? deliveries) =>
        CreatePublisher(loop, endPoint, channels, tally, deliveries);

    /// <summary>Makes a client that publishes, over WebSocket.</summary>
    public ChannelClient CreatePublisher(
        EventLoop loop, IPEndPoint endPoint, IReadOnlyList<string> channels, ClientTally tally, DeliveryCounter? deliveries = null) =>
        new(loop, endPoint, this, tally, deliveries) { Channels = HasSubscriptions ? channels : [] };

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
