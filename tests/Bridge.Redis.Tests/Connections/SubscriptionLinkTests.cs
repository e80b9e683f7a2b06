// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using Bridge.Redis.Resp;
using Bridge.Redis.Tests.Servers;
using Bridge.Redis.Tests.State;

namespace Bridge.Redis.Tests.Connections;

/// <summary>The connections that messages are received over: on the wrong server, and several of them.</summary>
public sealed class SubscriptionLinkTests
{
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(10);

    private const int Connections = 3;
    private const int Channels = 30;

    [Fact]
    public async Task Probe_SubscriptionsAreOnAServerThatIsNoLongerPublishedTo_MovesThem()
    {
        await using RedisServer old = await RedisServer.StartAsync();
        await using RedisServer present = await RedisServer.StartAsync();
        await using var proxy = new LateProxy(old.Port);
        proxy.Open();
        await using TestConnection connection = await TestConnection.OpenAsync(proxy.Configuration + ",keepAlive=1");
        var received = new Received();
        await connection.Redis.SubscribeAsync("room"u8.ToArray(), received).Within("the subscription");

        // Commands go elsewhere from now on, and the old server leaves the subscriptions where they are.
        proxy.Target = present.Port;
        await using (TestConnection admin = await TestConnection.OpenAsync(old.Configuration))
        {
            await admin.Redis.ExecuteAsync(RespCommand.Of("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"), CancellationToken.None);
        }

        await received.Resubscribed;
        Assert.Equal(1, connection.Metrics["probe_resets"]);
        Assert.Equal(2, connection.Metrics["resubscriptions"]);
        Assert.Contains("is not received", connection.Log.Text, StringComparison.Ordinal);
        connection.Redis.Publish("room"u8.ToArray(), new TextPayload("here"));
        Assert.Equal("here", await received.NextTextAsync());
    }

    /// <summary>A probe that was under way when the connections broke says nothing of those that came afterwards.</summary>
    [Fact]
    public async Task Probe_IsLostInAnInterruption_LeavesTheNewConnectionsAlone()
    {
        int probes = 0;
        await using var redis = new FakeRedis(command => command[0] switch
        {
            "SUBSCRIBE" => string.Concat(command[1..].Select(channel => $">3\r\n+subscribe\r\n+{channel}\r\n:1\r\n")),
            "PUBLISH" => $":{Interlocked.Increment(ref probes)}\r\n",
            _ => "+PONG\r\n",
        });
        var time = new ManualTimeProvider();
        await using var connection = new TestConnection(redis.Configuration, time: time);
        await connection.WaitUntilUpAsync(1);
        await connection.Redis.SubscribeAsync("room"u8.ToArray(), new Received()).Within("the subscription");
        time.Advance(KeepAlive);
        await Eventually.EqualAsync(1, () => Volatile.Read(ref probes));

        redis.Disconnect();
        await Eventually.EqualAsync(2 * TestConnection.Links, () =>
        {
            // The pause before the next attempt, bit by bit: nobody tells when it begins.
            time.Advance(TimeSpan.FromMilliseconds(5));
            return connection.Log.Count("RedisUp");
        });
        await connection.Redis.SubscribeAsync("other"u8.ToArray(), new Received()).Within("the subscriptions of the new connection");
        time.Advance(KeepAlive);
        await Eventually.EqualAsync(2, () => Volatile.Read(ref probes));
        Assert.Equal(0, connection.Metrics["probe_resets"]);

        // This one was not lost on the way.
        time.Advance(KeepAlive);
        await Eventually.EqualAsync(1, () => connection.Metrics["probe_resets"]);
    }

    [Fact]
    public async Task SeveralConnections_EachChannelHasOne_MessagesComeOnceAndInOrder()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using TestConnection sender = await TestConnection.OpenAsync(server.Configuration);
        await using var receiver = new TestConnection(server.Configuration, options => options.SubscriptionConnections = Connections);
        await receiver.Log.WaitForAsync("RedisUp", 1 + Connections);
        Received[] received = [.. Enumerable.Range(0, Channels).Select(_ => new Received())];
        await Task.WhenAll(received.Select((subscriber, i) => receiver.Redis.SubscribeAsync(Channel(i), subscriber))).Within("the subscriptions");
        await AssertDeliveredAsync(sender, received);

        await sender.Redis.ExecuteAsync(RespCommand.Of("CLIENT", "KILL", "TYPE", "pubsub"), CancellationToken.None);
        await Task.WhenAll(received.Select(subscriber => subscriber.Resubscribed));
        await AssertDeliveredAsync(sender, received);
        await Eventually.EqualAsync(Channels + Connections, () => receiver.Metrics["resubscriptions"]);
        Assert.Equal(Channels + Connections, receiver.Metrics["subscriptions"]);
        Assert.Null(receiver.Redis.Failure);
        string clients = (await sender.Redis.ExecuteAsync(RespCommand.Of("CLIENT", "LIST", "TYPE", "pubsub"), CancellationToken.None)).ToString();
        Assert.All(
            Enumerable.Range(1, Connections), number => Assert.Contains($"name=bridge-subscriptions-{number} ", clients, StringComparison.Ordinal));
    }

    private static async Task AssertDeliveredAsync(TestConnection sender, Received[] received)
    {
        const int each = 50;
        for (int i = 0; i < each; i++)
        {
            for (int channel = 0; channel < Channels; channel++)
            {
                sender.Redis.Publish(Channel(channel), new TextPayload($"{channel}:{i}"));
            }
        }

        for (int channel = 0; channel < Channels; channel++)
        {
            for (int i = 0; i < each; i++)
            {
                Assert.Equal($"{channel}:{i}", await received[channel].NextTextAsync());
            }
        }
    }

    private static byte[] Channel(int number) => Encoding.ASCII.GetBytes($"room-{number}");
}
