// Licensed under the MIT License. See LICENSE in the repository root.

using System.Globalization;
using System.Text;
using System.Text.Json;
using Bridge.Core.Authorization;
using Bridge.Core.Channels;
using Bridge.Core.Hubs;
using Bridge.Core.Idempotency;
using Bridge.Core.Presence;
using Bridge.Core.Tests.Hubs;
using Bridge.Core.Users;
using Bridge.Redis.State;
using Bridge.Redis.Tests.Backplane;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Bridge.Redis.Tests.State;

/// <summary>Clients of two nodes on shared channels, from one end to the other.</summary>
[Collection(nameof(RedisCollection))]
public sealed class FarmPresenceTests : IAsyncDisposable
{
    private readonly HubTestHost<ChannelHub> _a, _b;

    public FarmPresenceTests(RedisFixture redis)
    {
        string farm = redis.NextFarm();
        (_a, _b) = (Node(farm), Node(farm));
    }

    public async ValueTask DisposeAsync()
    {
        await _a.DisposeAsync();
        await _b.DisposeAsync();
    }

    [Fact]
    public async Task Subscribe_OnTwoNodes_BothHearOfEachOther()
    {
        DialectTestClient ann = await SubscribedAsync(_a, "presence-room", "ann");
        DialectTestClient bob = await SubscribedAsync(_b, "presence-room", "bob");
        Assert.Contains("member_added", await ann.ReadAsync(), StringComparison.Ordinal);
        await ann.DisconnectAsync();
        Assert.Contains("member_removed", await bob.ReadAsync(), StringComparison.Ordinal);
        Assert.Equal("bob", Assert.Single(await _a.Queries.GetMembersAsync("presence-room")).UserId);
    }

    [Fact]
    public async Task Publish_ToACacheChannelWhileClientsSubscribe_EachGetsEachEventInTheAnswerOrLive()
    {
        const int Events = 40;
        List<NativeTestClient> clients = [];
        for (int i = 1; i <= Events; i++)
        {
            NativeTestClient client = await (i % 2 == 0 ? _a : _b).ConnectNativeAsync();
            Task publishing = PublishAsync(i).AsTask();
            await client.InvokeAsync("1", "Subscribe", """["cache-room",null]""");
            await publishing.Within("the publish");
            clients.Add(client);
        }

        foreach (NativeTestClient client in clients)
        {
            JsonElement cached = (await client.ReadRecordAsync()).GetProperty("result").GetProperty("event");
            int? last = cached.ValueKind == JsonValueKind.Null ? null : cached.GetProperty("data").GetInt32();
            if (last is null)
            {
                Assert.StartsWith("pusher:cache_miss", await client.ReadAsync(), StringComparison.Ordinal);
            }

            while (last != Events)
            {
                string message = await client.ReadAsync();
                int number = int.Parse(message["news [".Length..message.IndexOf(',', StringComparison.Ordinal)], CultureInfo.InvariantCulture);
                Assert.True(last is null || number == last + 1, $"{number} came after {last}.");
                last = number;
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AddBridgeRedis_BeforeOrAfterTheBridge_TakesThePlaceOfTheStateInMemory(bool isFirst)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        if (isFirst)
        {
            services.AddSignalR().AddBridgeRedis("127.0.0.1:1").AddBridge(_ => { });
        }
        else
        {
            services.AddSignalR().AddBridge(_ => { }).AddBridgeRedis("127.0.0.1:1");
        }

        await using ServiceProvider provider = services.BuildServiceProvider();
        Assert.IsType<RedisStateFactory>(provider.GetRequiredService<IChannelStateFactory>());
        Assert.Same(provider.GetRequiredService<IChannelStateFactory>(), provider.GetRequiredService<IUserStateFactory>());
        Assert.IsType<RedisIdempotencyStore>(provider.GetRequiredService<IIdempotencyStore>());
    }

    private static HubTestHost<ChannelHub> Node(string farm) => new(configure: services =>
    {
        FarmHost.AddRedis(services, farm);
        services.Replace(ServiceDescriptor.Singleton(TimeProvider.System));
    });

    private ValueTask PublishAsync(int number) => _a.Publisher.PublishAsync(new ChannelEvent
    {
        Group = "cache-room",
        Name = "news",
        Data = EventData.FromJson(Encoding.UTF8.GetBytes($"{number}")),
    });

    private static async Task<DialectTestClient> SubscribedAsync(HubTestHost<ChannelHub> host, string channel, string user)
    {
        DialectTestClient client = await host.ConnectDialectAsync();
        await client.SubscribeAsync(channel, ChannelGrant.AllowedAs(new PresenceMember(user, null)));
        Assert.StartsWith("subscribed", await client.ReadAsync(), StringComparison.Ordinal);
        return client;
    }
}
