// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using Bridge.Farm.Tests.Nodes;
using Bridge.Farm.Tests.Traffic;
using Bridge.Interop.Tests.Clients;
using Bridge.Interop.Tests.Hosts;
using Xunit.Abstractions;

namespace Bridge.Farm.Tests.Disturbances;

/// <summary>A channel with a history when Redis loses its data, or a client its line: nobody misses anything.</summary>
public sealed class HistoryTests(BridgeFarm farm, ITestOutputHelper output) : FarmTests(farm, output)
{
    /// <summary>Redis loses its data: what it had taken and not sent on is lost with it, so nothing is under way when it ends.</summary>
    [Fact]
    public async Task RedisRestarts_WithoutItsData_WhatWasSentMeanwhileReachesEverybody()
    {
        await using FarmTraffic traffic = await StartTrafficAsync("stop Redis and start it again", [], BridgeFarm.HistoryPrefix);

        await Farm.Redis.KillAsync();
        await traffic.SendAsync(Reaches.Everybody);
        await Task.WhenAll(Farm.Nodes.Select(node => node.WaitUntilDegradedAsync()));
        await traffic.SendAsync(Reaches.Everybody);
        await traffic.SettleAsync(Reaches.OwnClients);

        await Farm.Redis.StartAsync();
        TimeSpan recovery = await traffic.SettleAsync(Reaches.Everybody);
        await traffic.SendAsync(Reaches.Everybody);
        await traffic.SettleAsync(Reaches.Everybody);
        traffic.AssertKept(recovery);
    }

    [Theory]
    [InlineData(ClientKind.SignalRJs)]
    [InlineData(ClientKind.SignalRDotNet)]
    public async Task ClientIsCutOff_AndComesBackToAnotherNode_GetsWhatItMissedInOrder(ClientKind kind)
    {
        string channel = BridgeFarm.HistoryPrefix + Guid.NewGuid().ToString("N");
        await using CuttableProxy line = new(First.Address);
        await using ITestClient client = await FarmClients.ConnectAsync(Farm.Driver, kind, line.Address);
        RestClient rest = await RestClient.CreateAsync(Farm.Driver, Third.Address);
        await client.SubscribeAsync(channel);
        await PublishAsync(rest, channel, 1, 3);
        await ExpectAsync(client, channel, 1, 3);

        line.Server = Second.Address;
        line.IsBroken = true;
        line.Cut();
        await PublishAsync(rest, channel, 4, 60);
        line.IsBroken = false;
        await client.WaitForReconnectionAsync();
        await PublishAsync(rest, channel, 61, 62);
        await ExpectAsync(client, channel, 4, 62);
    }

    private static async Task PublishAsync(RestClient rest, string channel, int first, int last)
    {
        for (int number = first; number <= last; number++)
        {
            RestAnswer answer = await rest.TriggerAsync(channel, TestEvents.Message, new { number });
            Assert.Equal(200, answer.Status);
        }
    }

    private static async Task ExpectAsync(ITestClient client, string channel, int first, int last)
    {
        for (int number = first; number <= last; number++)
        {
            ReceivedEvent next = await NextAsync(client, channel);
            Assert.Equal(number, JsonElement.Parse(next.Data).GetProperty("number").GetInt32());
        }
    }
}
