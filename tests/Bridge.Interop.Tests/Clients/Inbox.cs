// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;
using System.Threading.Channels;
using Bridge.Interop.Tests.Driver;

namespace Bridge.Interop.Tests.Clients;

/// <summary>What a client received: one queue for each channel, read strictly in order, so that nothing comes unnoticed.</summary>
internal sealed class Inbox(string owner)
{
    private readonly ConcurrentDictionary<string, Channel<ReceivedEvent>> _queues = new();
    private readonly ConcurrentQueue<ReceivedEvent> _all = new();

    public void Add(ReceivedEvent received)
    {
        _all.Enqueue(received);
        Queue(received.Channel).Writer.TryWrite(received);
    }

    public Task<ReceivedEvent> NextAsync(string channel) =>
        Queue(channel).Reader.ReadAsync().AsTask().WithinDeadline(() => $"{owner} should have got an event on {channel}. It got: {Describe()}");

    /// <summary>Proves that nothing is waiting; only meaningful after an event that was sent later has come.</summary>
    public void AssertEmpty(string channel)
    {
        if (Queue(channel).Reader.TryRead(out ReceivedEvent? unexpected))
        {
            Assert.Fail($"{owner} should have got nothing more on {channel}, but got {unexpected}");
        }
    }

    private Channel<ReceivedEvent> Queue(string channel) => _queues.GetOrAdd(channel, _ => Channel.CreateUnbounded<ReceivedEvent>());

    private string Describe() => _all.IsEmpty ? "nothing" : string.Join(Environment.NewLine, _all.TakeLast(20));
}
