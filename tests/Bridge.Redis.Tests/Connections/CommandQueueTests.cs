// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using Bridge.Redis.Connections;
using Bridge.Redis.Resp;

namespace Bridge.Redis.Tests.Connections;

public sealed class CommandQueueTests
{
    private readonly Queue<SentCommand> _sent = new();
    private byte[] _buffer = new byte[64];

    [Fact]
    public void Take_SeveralCommands_AreInOrderAndInOneBuffer()
    {
        var queue = new CommandQueue(1_000);
        Assert.True(queue.TryAdd(new Text("one"), null, 1));
        Assert.True(queue.TryAdd(new Text("two"), new PendingReply(), 2));
        Assert.Equal("onetwo", Take(queue, now: 3, oldest: 0));
        Assert.Null(_sent.Dequeue().Reply);
        Assert.Equal(3, _sent.Dequeue().SentAt);
        Assert.Equal((0, 0), (queue.Count, queue.Bytes));
    }

    [Fact]
    public void TryAdd_OverTheCapacity_IsRefusedUntilTheOldestIsDropped()
    {
        var queue = new CommandQueue(10);
        Assert.True(queue.TryAdd(new Text("12345"), null, 1));
        Assert.True(queue.TryAdd(new Text("abcde"), null, 1));
        Assert.False(queue.TryAdd(new Text("x"), null, 1));
        queue.DropOldest();
        Assert.True(queue.TryAdd(new Text("x"), null, 1));
        Assert.Equal("abcdex", Take(queue, now: 1, oldest: 0));
        Assert.False(queue.TryAdd(new Text("12345678901"), null, 1));
    }

    [Fact]
    public void Take_TooOld_DropsPublishesButNotWhatSomebodyWaitsFor()
    {
        var queue = new CommandQueue(100);
        queue.TryAdd(new Text("old"), null, 1);
        queue.TryAdd(new Text("awaited"), new PendingReply(), 1);
        queue.TryAdd(new Text("new"), null, 5);
        int length = queue.Take(ref _buffer, _sent, now: 6, oldest: 5, out int dropped);
        Assert.Equal("awaitednew", Encoding.UTF8.GetString(_buffer, 0, length));
        Assert.Equal(1, dropped);
    }

    [Fact]
    public void Take_CommandGreaterThanTheBuffer_GetsAGreaterBuffer()
    {
        var queue = new CommandQueue(1_000_000);
        string large = new('x', 200_000);
        queue.TryAdd(new Text("a"), null, 1);
        queue.TryAdd(new Text(large), null, 1);
        Assert.Equal("a", Take(queue, 1, 0));
        Assert.Equal(large, Take(queue, 1, 0));
    }

    [Fact]
    public void RemoveAwaited_Always_KeepsThePublishesInOrder()
    {
        var queue = new CommandQueue(1_000);
        var waiting = new PendingReply();
        queue.TryAdd(new Text("1"), null, 1);
        queue.TryAdd(new Text("xx"), waiting, 1);
        queue.TryAdd(new Text("2"), null, 1);
        List<PendingReply> removed = [];
        queue.RemoveAwaited(removed);
        Assert.Same(waiting, Assert.Single(removed));
        Assert.Equal(2, queue.Bytes);
        Assert.Equal("12", Take(queue, 1, 0));
    }

    [Fact]
    public void AnyUse_AgainstAPlainQueue_GivesTheSameBytes()
    {
        var random = new Random(42);
        var queue = new CommandQueue(300_000);
        var model = new Queue<string>();
        for (int step = 0; step < 20_000; step++)
        {
            if (random.Next(100) < 55)
            {
                string text = new((char)('a' + random.Next(26)), random.Next(1, step % 100 == 0 ? 60_000 : 300));
                bool fits = queue.Bytes + text.Length <= 300_000;
                Assert.Equal(fits, queue.TryAdd(new Text(text), null, 1));
                if (fits)
                {
                    model.Enqueue(text);
                }
            }
            else if (model.Count > 0 && random.Next(4) == 0)
            {
                queue.DropOldest();
                model.Dequeue();
            }
            else
            {
                _buffer = new byte[random.Next(64, 1_000)];
                string taken = Take(queue, 1, 0);
                string expected = string.Empty;
                while (expected.Length < taken.Length)
                {
                    expected += model.Dequeue();
                }

                Assert.Equal(expected, taken);
            }

            Assert.Equal(model.Count, queue.Count);
            Assert.True(step % 50 != 0 || queue.Bytes == model.Sum(item => item.Length));
        }
    }

    private string Take(CommandQueue queue, long now, long oldest)
    {
        int length = queue.Take(ref _buffer, _sent, now, oldest, out _);
        return Encoding.UTF8.GetString(_buffer, 0, length);
    }

    private readonly struct Text(string text) : IRespCommand
    {
        public int Length => text.Length;

        public void Write(Span<byte> destination) => Encoding.ASCII.GetBytes(text, destination);
    }
}
