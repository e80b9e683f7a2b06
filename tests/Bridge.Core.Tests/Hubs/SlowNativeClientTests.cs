// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using Bridge.Core.Delivery;
using Bridge.Core.Hubs;
using Microsoft.AspNetCore.SignalR;

namespace Bridge.Core.Tests.Hubs;

/// <summary>A native client that does not read: nobody waits for it, and what waits for it is bounded.</summary>
public sealed class SlowNativeClientTests
{
    private const int PipeBytes = 4 * 1024;
    private const int QueueBytes = 16 * 1024;
    private const int Messages = 500;
    private static readonly string Filler = new('x', 200);

    [Fact]
    public async Task Publish_OneMemberNeverReads_IsClosedAndTheOthersLoseNothing()
    {
        await using var host = new HubTestHost<PlainHub>(options => options.QueueBytes = QueueBytes);
        NativeTestClient slow = await host.AddNativeAsync(pauseBytes: PipeBytes);
        NativeTestClient native = await host.AddNativeAsync();
        DialectTestClient legacy = await host.AddDialectAsync();
        await JoinAsync(host, "room", slow, native, legacy);
        Task aborted = host.AbortedAsync(slow);

        const int Burst = 25;
        for (int i = 0; i < Messages; i += Burst)
        {
            await PublishAsync(host, "room", i, Burst);
            Assert.Equal(Enumerable.Range(i, Burst), await NumbersAsync(native, Burst));
            Assert.Equal(Enumerable.Range(i, Burst), await NumbersAsync(legacy, Burst));
        }

        await aborted;
        Assert.InRange(await slow.PeekLengthAsync(), 1, PipeBytes + (2 * Filler.Length));

        await slow.DisconnectAsync();
        Assert.Equal(2, host.Registry.Members.Count);
    }

    [Fact]
    public async Task Publish_DropOldest_SlowMemberLosesTheMiddleAndStays()
    {
        await using var host = new HubTestHost<PlainHub>(options =>
        {
            options.QueueBytes = QueueBytes;
            options.SlowConsumer = SlowConsumerPolicy.DropOldest;
        });
        NativeTestClient slow = await host.AddNativeAsync(pauseBytes: PipeBytes);
        await JoinAsync(host, "room", slow);
        await PublishAsync(host, "room");

        var received = new List<int>();
        do
        {
            received.AddRange(await NumbersAsync(slow, 1));
        }
        while (received[^1] != Messages - 1);

        Assert.Equal(0, received[0]);
        Assert.Equal(received.Distinct().Order(), received);
        Assert.InRange(received.Count * Filler.Length, QueueBytes / 2, PipeBytes + QueueBytes);
        Assert.False(host.Registry.Find(slow.ConnectionId)!.Connection.ConnectionAborted.IsCancellationRequested);
    }

    [Fact]
    public async Task Publish_SlowMemberReadsAgainInTime_GetsEverythingInOrder()
    {
        await using var host = new HubTestHost<PlainHub>();
        NativeTestClient slow = await host.AddNativeAsync(pauseBytes: PipeBytes);
        await JoinAsync(host, "room", slow);
        await PublishAsync(host, "room");
        Assert.Equal(Enumerable.Range(0, Messages), await NumbersAsync(slow, Messages));
    }

    [Theory]
    [InlineData(SlowConsumerPolicy.Disconnect)]
    [InlineData(SlowConsumerPolicy.DropOldest)]
    public async Task Publish_SubscriptionIsNeverAcknowledged_WhatIsHeldIsBounded(SlowConsumerPolicy policy)
    {
        await using var host = new HubTestHost<ChannelHub>(options =>
        {
            options.QueueBytes = QueueBytes;
            options.SlowConsumer = policy;
        });
        var invoked = new TaskCompletionSource();
        NativeTestClient slow = await host.ConnectNativeAsync(pauseBytes: PipeBytes);
        for (int i = 0; i < PipeBytes / Filler.Length; i++)
        {
            await host.Manager.SendConnectionAsync(slow.ConnectionId, "Fill", [Filler]);
        }

        // The answer can't be written before the client reads: from now on everything of the channel is held.
        host.OnInvoked = _ =>
        {
            invoked.TrySetResult();
            return Task.CompletedTask;
        };
        Task aborted = host.AbortedAsync(slow);
        await slow.InvokeAsync("1", "Subscribe", """["room",null]""");
        await invoked.Task.WaitAsync(TestClient.Patience);
        await PublishAsync(host, "room");

        if (policy == SlowConsumerPolicy.Disconnect)
        {
            await aborted;
            return;
        }

        JsonElement record;
        do
        {
            record = await slow.ReadRecordAsync();
        }
        while (!record.TryGetProperty("target", out JsonElement target) || target.GetString() != "News");

        int first = NumberOf(NativeTestClient.Words(record));
        int rest = Messages - 1 - first;
        Assert.InRange(rest * Filler.Length, QueueBytes / 2, QueueBytes);
        Assert.Equal(Enumerable.Range(first + 1, rest), await NumbersAsync(slow, rest));
    }

    private static async Task JoinAsync<THub>(HubTestHost<THub> host, string group, params TestClient[] clients)
        where THub : Hub
    {
        foreach (TestClient client in clients)
        {
            await host.Manager.AddToGroupAsync(client.ConnectionId, group);
        }
    }

    private static async Task PublishAsync<THub>(HubTestHost<THub> host, string group, int first = 0, int count = Messages)
        where THub : Hub
    {
        for (int i = first; i < first + count; i++)
        {
            Task sent = host.Manager.SendGroupAsync(group, "News", [i, Filler]);
            Assert.True(sent.IsCompletedSuccessfully, "The publisher waits for a client.");
            await sent;
        }
    }

    private static async Task<int[]> NumbersAsync(TestClient client, int count) =>
        [.. (await client.ReadAsync(count)).Select(NumberOf)];

    private static int NumberOf(string words) => int.Parse(words.Split('[', ',')[1], null);
}
