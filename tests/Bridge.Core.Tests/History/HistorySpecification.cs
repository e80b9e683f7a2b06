// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using Bridge.Core.Tests.Hubs;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Core.Tests.History;

/// <summary>What a client of a channel with a history may rely on, wherever the history is kept.</summary>
public abstract class HistorySpecification : IAsyncDisposable
{
    private protected HistorySpecification(Action<IServiceCollection>? configure = null) => Host = new HistoryHost(configure);

    private protected HistoryHost Host { get; }

    /// <summary>The node that publishes: another one than that of the clients, if there are several.</summary>
    private protected virtual HistoryHost Publishing => Host;

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Host.DisposeAsync();
    }

    [Fact]
    public async Task Subscribe_WithoutAPosition_AnswersThePresentOneAndEventsGoOnFromIt()
    {
        await Publishing.PublishAsync("news", 1, 3);
        NativeTestClient client = await Host.Hub.ConnectNativeAsync();
        JsonElement answer = await HistoryHost.SubscribeAsync(client, "news");
        Assert.Equal((3, null), HistoryHost.Said(answer));
        Assert.Equal(16, answer.GetProperty("epoch").GetString()!.Length);

        await Publishing.PublishAsync("news", 4, 5);
        Assert.Equal([HistoryHost.Tick("news", 4, 4), HistoryHost.Tick("news", 5, 5)], await client.ReadAsync(2));
    }

    [Fact]
    public async Task Subscribe_NothingPublishedYet_BeginsAtZero()
    {
        NativeTestClient client = await Host.Hub.ConnectNativeAsync();
        Assert.Equal((0, null), HistoryHost.Said(await HistoryHost.SubscribeAsync(client, "news")));
        await Publishing.PublishAsync("news", 7);
        Assert.Equal(HistoryHost.Tick("news", 7, 1), await client.ReadAsync());
    }

    [Fact]
    public async Task Resume_WithMissedEvents_GetsThemBehindTheAnswerAndThenNewOnes()
    {
        NativeTestClient before = await Host.Hub.ConnectNativeAsync();
        JsonElement known = await HistoryHost.SubscribeAsync(before, "news");
        await Publishing.PublishAsync("news", 1);
        await before.ReadAsync();
        await before.DisconnectAsync();
        await Publishing.PublishAsync("news", 2, 4);

        NativeTestClient client = await Host.Hub.ConnectNativeAsync();
        JsonElement answer = await HistoryHost.SubscribeAsync(client, "news", HistoryHost.From(known, 1));
        Assert.Equal((1, true), HistoryHost.Said(answer));
        Assert.Equal(known.GetProperty("epoch").GetString(), answer.GetProperty("epoch").GetString());
        await Publishing.PublishAsync("news", 5);
        Assert.Equal(
            [HistoryHost.Tick("news", 2, 2), HistoryHost.Tick("news", 3, 3), HistoryHost.Tick("news", 4, 4), HistoryHost.Tick("news", 5, 5)],
            await client.ReadAsync(4));
    }

    [Fact]
    public async Task Resume_WithNothingMissed_IsRecoveredAndGoesOn()
    {
        NativeTestClient before = await Host.Hub.ConnectNativeAsync();
        JsonElement known = await HistoryHost.SubscribeAsync(before, "news");
        NativeTestClient client = await Host.Hub.ConnectNativeAsync();
        Assert.Equal((0, true), HistoryHost.Said(await HistoryHost.SubscribeAsync(client, "news", HistoryHost.From(known, 0))));
        await Publishing.PublishAsync("news", 1);
        Assert.Equal(HistoryHost.Tick("news", 1, 1), await client.ReadAsync());
    }

    [Fact]
    public async Task Resume_ExactlyAllThatIsKept_IsRecovered()
    {
        NativeTestClient before = await Host.Hub.ConnectNativeAsync();
        JsonElement known = await HistoryHost.SubscribeAsync(before, "news");
        await Publishing.PublishAsync("news", 1, HistoryHost.Size + 1);
        NativeTestClient client = await Host.Hub.ConnectNativeAsync();
        Assert.Equal((1, true), HistoryHost.Said(await HistoryHost.SubscribeAsync(client, "news", HistoryHost.From(known, 1))));
        string[] missed = await client.ReadAsync(HistoryHost.Size);
        Assert.Equal(Enumerable.Range(2, HistoryHost.Size).Select(number => HistoryHost.Tick("news", number, number)), missed);
    }

    [Fact]
    public async Task Resume_MoreThanIsKept_IsNotRecoveredAndBeginsNow()
    {
        NativeTestClient before = await Host.Hub.ConnectNativeAsync();
        JsonElement known = await HistoryHost.SubscribeAsync(before, "news");
        await Publishing.PublishAsync("news", 1, HistoryHost.Size + 1);
        await before.ReadAsync(HistoryHost.Size + 1);
        NativeTestClient client = await Host.Hub.ConnectNativeAsync();
        JsonElement answer = await HistoryHost.SubscribeAsync(client, "news", HistoryHost.From(known, 0));
        Assert.Equal((HistoryHost.Size + 1, false), HistoryHost.Said(answer));
        await Publishing.PublishAsync("news", 7);
        Assert.Equal(HistoryHost.Tick("news", 7, HistoryHost.Size + 2), await client.ReadAsync());
    }

    [Theory]
    [InlineData("""{"epoch":"ffffffffffffffff","offset":1}""")]
    [InlineData("""{"epoch":"","offset":1}""")]
    [InlineData("""{"offset":1}""")]
    [InlineData("""{"epoch":null,"offset":0}""")]
    public async Task Resume_WrongEpoch_IsNotRecoveredAndBeginsNow(string request)
    {
        await Publishing.PublishAsync("news", 1, 2);
        NativeTestClient client = await Host.Hub.ConnectNativeAsync();
        Assert.Equal((2, false), HistoryHost.Said(await HistoryHost.SubscribeAsync(client, "news", request)));
        await Publishing.PublishAsync("news", 3);
        Assert.Equal(HistoryHost.Tick("news", 3, 3), await client.ReadAsync());
    }

    [Theory]
    [InlineData(3)]
    [InlineData(long.MaxValue)]
    public async Task Resume_OffsetFromTheFuture_IsNotRecoveredAndBeginsNow(long offset)
    {
        await Publishing.PublishAsync("news", 1, 2);
        NativeTestClient before = await Host.Hub.ConnectNativeAsync();
        JsonElement known = await HistoryHost.SubscribeAsync(before, "news");
        NativeTestClient client = await Host.Hub.ConnectNativeAsync();
        Assert.Equal((2, false), HistoryHost.Said(await HistoryHost.SubscribeAsync(client, "news", HistoryHost.From(known, offset))));
        await Publishing.PublishAsync("news", 3);
        Assert.Equal(HistoryHost.Tick("news", 3, 3), await client.ReadAsync());
    }

    [Fact]
    public async Task Resume_NegativeOffset_IsRefused()
    {
        NativeTestClient client = await Host.Hub.ConnectNativeAsync();
        InvalidOperationException refusal = await Assert.ThrowsAsync<InvalidOperationException>(
            () => HistoryHost.SubscribeAsync(client, "news", """{"epoch":"ffffffffffffffff","offset":-1}"""));
        Assert.Contains("An offset is a whole number from 0 on.", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0, Host.Hub.Registry.GroupCount);
    }

    [Theory]
    [InlineData("\"one\"")]
    [InlineData("1.5")]
    [InlineData("[1]")]
    [InlineData("99999999999999999999")]
    public async Task Resume_OffsetThatIsNoNumber_IsRefusedAndTheConnectionStays(string offset)
    {
        NativeTestClient client = await Host.Hub.ConnectNativeAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => HistoryHost.SubscribeAsync(client, "news", $$"""{"epoch":"ffffffffffffffff","offset":{{offset}}}"""));
        Assert.Equal((0, null), HistoryHost.Said(await HistoryHost.SubscribeAsync(client, "news")));
    }

    [Fact]
    public async Task Resume_ChannelWithoutHistory_IsNotRecoveredAndEventsHaveNoOffset()
    {
        NativeTestClient client = await Host.Hub.ConnectNativeAsync();
        JsonElement answer = await HistoryHost.SubscribeAsync(client, "room", """{"epoch":"ffffffffffffffff","offset":1}""");
        Assert.Equal((null, false), HistoryHost.Said(answer));
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("epoch").ValueKind);
        await Publishing.PublishAsync("room", 1);
        Assert.Equal("""tick [1,{"channel":"room"}]""", await client.ReadAsync());
    }

    [Fact]
    public async Task Subscribe_Again_AnswersThePresentPositionAndNothingTwice()
    {
        NativeTestClient client = await Host.Hub.ConnectNativeAsync();
        JsonElement known = await HistoryHost.SubscribeAsync(client, "news");
        await Publishing.PublishAsync("news", 1);
        await client.ReadAsync();
        Assert.Equal((1, false), HistoryHost.Said(await HistoryHost.SubscribeAsync(client, "news", HistoryHost.From(known, 0))));
        await Publishing.PublishAsync("news", 2);
        Assert.Equal(HistoryHost.Tick("news", 2, 2), await client.ReadAsync());
    }
}
