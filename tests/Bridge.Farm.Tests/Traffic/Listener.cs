// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using Bridge.Farm.Tests.Nodes;
using Bridge.Interop.Tests.Clients;

namespace Bridge.Farm.Tests.Traffic;

/// <summary>A client, and the record of what it got from whom.</summary>
/// <param name="name">For messages.</param>
/// <param name="client">The client.</param>
/// <param name="channel">The channel that it is on.</param>
/// <param name="home">The node that it is connected to; null when it came through nginx.</param>
internal sealed class Listener(string name, ITestClient client, string channel, FarmNode? home)
{
    private readonly Dictionary<string, List<int>> _got = [];
    private readonly Dictionary<string, List<int>> _promised = [];
    private readonly Dictionary<string, int> _fences = [];

    public string Name => name;

    public FarmNode? Home => home;

    public ITestClient Client => client;

    public int Delivered => _got.Values.Sum(numbers => numbers.Count);

    public int Lost => _promised.Sum(sender => sender.Value.Except(_got.GetValueOrDefault(sender.Key, [])).Count());

    public int Doubled => _got.Values.Sum(numbers => numbers.Count - numbers.Distinct().Count());

    public int Disordered => _got.Values.Sum(numbers => numbers.Zip(numbers.Skip(1)).Count(pair => pair.Second < pair.First));

    /// <summary>These messages must reach it.</summary>
    public void Expect(Sender sender, IEnumerable<int> numbers) => Numbers(_promised, sender.Name).AddRange(numbers);

    /// <summary>Reads until it has the mark of each of the senders.</summary>
    public async Task ReadUntilAsync(int epoch, IReadOnlyCollection<Sender> senders)
    {
        while (!senders.All(sender => HasFence(sender, epoch)))
        {
            Record(JsonElement.Parse((await client.NextAsync(channel)).Data));
        }
    }

    public bool HasFence(Sender sender, int epoch) => _fences.GetValueOrDefault(sender.Name) >= epoch;

    private void Record(JsonElement message)
    {
        string from = message.GetProperty("from").GetString()!;
        if (message.TryGetProperty("fence", out JsonElement fence))
        {
            _fences[from] = fence.GetInt32();
        }
        else
        {
            Numbers(_got, from).Add(message.GetProperty("number").GetInt32());
        }
    }

    private static List<int> Numbers(Dictionary<string, List<int>> record, string sender)
    {
        if (!record.TryGetValue(sender, out List<int>? numbers))
        {
            numbers = [];
            record[sender] = numbers;
        }

        return numbers;
    }
}
