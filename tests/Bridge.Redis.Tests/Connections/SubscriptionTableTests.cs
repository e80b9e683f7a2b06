// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Text;
using Bridge.Redis.Connections;
using Bridge.Redis.Tests.Servers;

namespace Bridge.Redis.Tests.Connections;

/// <summary>What a connection tells Redis about the channels that are wanted, and when.</summary>
public sealed class SubscriptionTableTests
{
    private const long Linger = 1_000;

    private static readonly byte[] First = "first"u8.ToArray();
    private static readonly byte[] Second = "second"u8.ToArray();

    private readonly SubscriptionTable _table = new();
    private readonly ArrayBufferWriter<byte> _output = new();

    [Fact]
    public void DropIdle_OneComesAndGoes_DropsTheOthersInTime()
    {
        AddConfirmed(First);
        AddConfirmed(Second);
        _table.Remove(First, now: 0);
        _table.Remove(Second, now: 0);

        AddConfirmed(First);
        _table.Remove(First, now: 900);
        DropIdle(now: 1_100);

        Assert.Null(_table.Find(Second));
        Assert.NotNull(_table.Find(First));
        DropIdle(now: 1_900);
        Assert.Null(_table.Find(First));
        Assert.False(_table.HasLingering);
    }

    [Fact]
    public void DropIdle_FirstOneIsWantedAgain_DropsTheOthersInTime()
    {
        AddConfirmed(First);
        AddConfirmed(Second);
        _table.Remove(First, now: 900);
        _table.Remove(Second, now: 900);
        AddConfirmed(First);

        DropIdle(now: 1_900);

        Assert.Null(_table.Find(Second));
        Assert.NotNull(_table.Find(First));
        Assert.False(_table.HasLingering);
    }

    [Fact]
    public void DropIdle_NotConfirmed_WaitsForTheConfirmation()
    {
        RedisSubscription subscription = _table.Add(First, new Received());
        _table.Remove(First, now: 0);

        DropIdle(now: 1_000);
        Assert.Same(subscription, _table.Find(First));

        subscription.Confirm();
        DropIdle(now: 2_000);
        Assert.Null(_table.Find(First));
    }

    [Fact]
    public void WriteNext_ManyChannels_NoCommandNamesMoreThanABatch()
    {
        const int count = SubscriptionTable.BatchSize + 1;
        byte[][] channels = [.. Enumerable.Range(0, count).Select(i => Encoding.ASCII.GetBytes($"{i}"))];
        Array.ForEach(channels, AddConfirmed);
        Assert.Equal([SubscriptionTable.BatchSize, 1], Written("SUBSCRIBE"));

        Array.ForEach(channels, channel => _table.Remove(channel, now: 0));
        DropIdle(now: Linger);
        Assert.Equal([SubscriptionTable.BatchSize, 1], Written("UNSUBSCRIBE"));
    }

    [Fact]
    public void Confirm_AfterSomebodyWasLetGoWithoutIt_IsAnInterruptionsEnd()
    {
        RedisSubscription subscription = _table.Add(First, new Received());
        _table.ReleaseAll();
        _table.Restart();
        subscription.Confirm();
        Assert.True(subscription.WasReliedOn);
    }

    [Fact]
    public void Confirm_TheFirstTime_IsNoInterruptionsEnd()
    {
        RedisSubscription subscription = _table.Add(First, new Received());
        _table.Restart();
        subscription.Confirm();
        Assert.False(subscription.WasReliedOn);
    }

    private void AddConfirmed(byte[] channel) => _table.Add(channel, new Received()).Confirm();

    private void DropIdle(long now) => _table.DropIdle(now - Linger, isUp: true, now);

    /// <summary>How many channels each command names that is written next.</summary>
    private int[] Written(string command)
    {
        _output.ResetWrittenCount();
        Assert.True(_table.WriteNext(_output));
        string[] lines = Encoding.ASCII.GetString(_output.WrittenSpan).Split("\r\n");
        return [.. lines.Index().Where(line => line.Item == command)
            .Select(line => int.Parse(lines[line.Index - 2][1..], System.Globalization.CultureInfo.InvariantCulture) - 1)];
    }
}
