// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;
using System.Text.Json;
using Bridge.Farm.Tests.Nodes;
using Bridge.Interop.Tests.Clients;

namespace Bridge.Farm.Tests.Traffic;

/// <summary>A client, and the record of what it got from whom on one channel.</summary>
/// <param name="name">For messages.</param>
/// <param name="client">The client.</param>
/// <param name="channel">The channel that it is on.</param>
/// <param name="home">The node that it is connected to; null when it came through nginx.</param>
internal sealed class Listener(string name, ITestClient client, string channel, FarmNode? home)
{
    private readonly Dictionary<Sender, HashSet<int>> _promised = [];
    private readonly ConcurrentDictionary<string, List<int>> _got = new();
    private readonly ConcurrentDictionary<string, int> _fences = new();

    public string Name => name;

    public string Channel => channel;

    public FarmNode? Home => home;

    public int Delivered => _got.Values.Sum(numbers => numbers.Count);

    public int Lost => _promised.Sum(pair => Missing(pair.Key).Count());

    public int Doubled => _got.Values.Sum(numbers => numbers.Count - numbers.Distinct().Count());

    /// <summary>These messages must reach it.</summary>
    public void Expect(Sender sender, IEnumerable<int> numbers)
    {
        if (!_promised.TryGetValue(sender, out HashSet<int>? promised))
        {
            _promised[sender] = promised = [];
        }

        promised.UnionWith(numbers);
    }

    /// <summary>How many of a sender's messages came after a later one.</summary>
    public int DisorderedFrom(Sender sender)
    {
        List<int> numbers = _got.GetValueOrDefault(sender.Name, []);
        return numbers.Zip(numbers.Skip(1)).Count(pair => pair.Second < pair.First);
    }

    /// <summary>Reads until it has all of each of the senders.</summary>
    public async Task ReadUntilAsync(int epoch, IReadOnlyCollection<Sender> senders)
    {
        while (!senders.All(sender => HasAllOf(sender, epoch)))
        {
            Record(await client.NextAsync(channel));
        }
    }

    /// <summary>Whether it got the mark of a sender: what is missing then is lost, unless the mark may have overtaken it.</summary>
    public bool HasAllOf(Sender sender, int epoch) =>
        _fences.GetValueOrDefault(sender.Name) >= epoch && (sender.IsOrdered || !Missing(sender).Any());

    public override string ToString() =>
        $"{name}: lost {Lost} ({string.Join(", ", _promised.Keys.Where(sender => Missing(sender).Any()).Select(sender => sender.Name))}), doubled {Doubled}";

    private IEnumerable<int> Missing(Sender sender) =>
        _promised.GetValueOrDefault(sender, []).Except(_got.GetValueOrDefault(sender.Name, []));

    private void Record(ReceivedEvent received)
    {
        if (received.Name == TestEvents.SubscriptionCount)
        {
            return;
        }

        JsonElement message = JsonElement.Parse(received.Data);
        string from = message.GetProperty("from").GetString()!;
        if (message.TryGetProperty("fence", out JsonElement fence))
        {
            _fences[from] = fence.GetInt32();
        }
        else
        {
            _got.GetOrAdd(from, _ => []).Add(message.GetProperty("number").GetInt32());
        }
    }
}
