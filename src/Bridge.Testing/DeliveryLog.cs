// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Testing;

/// <summary>What reached whom, in the order of arrival at each client. Safe for concurrent use.</summary>
public sealed class DeliveryLog
{
    private readonly List<Delivery> _deliveries = [];

    internal DeliveryLog()
    {
    }

    /// <summary>All of it until now. The protocol's own messages, such as greetings and pings, are not in it.</summary>
    public IReadOnlyList<Delivery> Deliveries
    {
        get
        {
            lock (_deliveries)
            {
                return [.. _deliveries];
            }
        }
    }

    /// <summary>
    /// Asserts who got an event: these clients, each once, and nobody else. Call <see cref="BridgeTestHost.SettleAsync{THub}"/> before.
    /// </summary>
    /// <param name="eventName">The event's name.</param>
    /// <param name="channel">Its channel; null for an event on none.</param>
    /// <param name="clients">The names of the clients; none: nobody.</param>
    /// <exception cref="BridgeAssertionException">Others got it, or not all of these.</exception>
    public void AssertReached(string eventName, string? channel, params IReadOnlyList<string> clients)
    {
        string[] reached = [.. Deliveries
            .Where(delivery => delivery.Event == eventName && delivery.Channel == channel)
            .Select(delivery => delivery.Client)
            .Order(StringComparer.Ordinal)];
        if (!reached.SequenceEqual(clients.Order(StringComparer.Ordinal)))
        {
            throw new BridgeAssertionException(
                $"'{eventName}' on {channel ?? "no channel"} was to reach {Listed(clients)}, but reached {Listed(reached)}. All that arrived:\n{this}");
        }
    }

    /// <summary>Forgets what was delivered until now.</summary>
    public void Clear()
    {
        lock (_deliveries)
        {
            _deliveries.Clear();
        }
    }

    /// <summary>A line for each delivery.</summary>
    public override string ToString() => string.Join('\n', Deliveries);

    internal void Add(Delivery delivery)
    {
        lock (_deliveries)
        {
            _deliveries.Add(delivery);
        }
    }

    private static string Listed(IReadOnlyCollection<string> names) => names.Count == 0 ? "nobody" : string.Join(", ", names);
}
