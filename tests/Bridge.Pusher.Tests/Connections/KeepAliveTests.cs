// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Delivery;
using Bridge.Core.Presence;
using Bridge.Pusher.Apps;
using Bridge.Pusher.Tests.Clients;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Pusher.Tests.Connections;

/// <summary>docs/specs/pusher.md, "Ping and pong".</summary>
public sealed class KeepAliveTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public async Task Silence_NoPong_IsClosedAfterThePing(int protocol)
    {
        await using PusherHost host = await PusherHost.StartAsync(services: WithoutProbes);
        PusherClient client = await host.ConnectAsync(protocol: protocol);
        await BeHeardAsync(client);

        host.Time.Advance(149 * Second);
        Assert.False(client.IsClosed);
        host.Time.Advance(Second);
        await client.ExpectAsync("""{"event":"pusher:ping","data":"{}"}""");
        host.Time.Advance(30 * Second);

        await client.ExpectErrorAsync(4201, "Pong reply not received");
        Assert.Equal("Pong reply not received", await client.ExpectCloseAsync(4201));
    }

    [Theory]
    [InlineData("""{"event":"pusher:pong","data":{}}""")]
    [InlineData("""{"event":"pusher:ping","data":{}}""")]
    [InlineData("nonsense")]
    public async Task Silence_AnyMessageAfterThePing_KeepsTheConnection(string message)
    {
        await using PusherHost host = await PusherHost.StartAsync(services: WithoutProbes);
        PusherClient client = await host.ConnectAsync();
        await BeHeardAsync(client);

        for (int round = 0; round < 3; round++)
        {
            host.Time.Advance(150 * Second);
            await client.NextAsync("pusher:ping");
            host.Time.Advance(29 * Second);
            await client.SendAsync(message);
            await client.SendAsync("last", new { });
            while (!(await client.NextAsync()).ToString().Contains("socket: last", StringComparison.Ordinal))
            {
            }
        }
    }

    [Fact]
    public async Task Silence_ClientSpeaksInTime_IsNotPinged()
    {
        await using PusherHost host = await PusherHost.StartAsync(services: WithoutProbes);
        PusherClient client = await host.ConnectAsync();

        for (int round = 0; round < 5; round++)
        {
            await BeHeardAsync(client);
            host.Time.Advance(149 * Second);
        }

        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Silence_TimesAreSettings_HoldForThem()
    {
        await using PusherHost host = await PusherHost.StartAsync(services: services =>
        {
            WithoutProbes(services);
            services.Configure<PusherOptions>(options =>
            {
                options.ActivityTimeoutSeconds = 20;
                options.PongTimeoutSeconds = 5;
            });
        });
        PusherClient client = await host.OpenAsync("/app/key?protocol=7");
        Assert.Equal(20, (await client.NextAsync()).DataObject().GetProperty("activity_timeout").GetInt32());
        await BeHeardAsync(client);

        host.Time.Advance(25 * Second);
        await client.NextAsync("pusher:ping");
        host.Time.Advance(5 * Second);

        await client.ExpectErrorAsync(4201, "Pong reply not received");
    }

    [Fact]
    public async Task Silence_ProtocolWithoutPong_IsLeftAloneForADay()
    {
        await using PusherHost host = await PusherHost.StartAsync(services: WithoutProbes);
        PusherClient client = await host.ConnectAsync(protocol: 4);
        await BeHeardAsync(client);

        host.Time.Advance(TimeSpan.FromHours(24) - Second);
        Assert.False(client.IsClosed);
        host.Time.Advance(Second);

        await client.ExpectErrorAsync(4202, "Closed after inactivity");
        await client.ExpectCloseAsync(4202);
    }

    [Fact]
    public async Task Ping_HubInvocationIsStuck_IsAnsweredAtOnce()
    {
        var states = new StuckChannelStates("stuck");
        await using PusherHost host = await PusherHost.StartAsync(services: services => services.AddSingleton<IChannelStateFactory>(states));
        PusherClient client = await host.ConnectAsync();

        await client.SubscribeAsync("stuck");
        await client.SubscribeAsync("after");
        await states.Reached.Await("the subscription that gets stuck");
        await client.SendAsync("pusher:ping", new { });
        await client.NextAsync("pusher:pong");
        await client.SubscribeAsync("private-refused\0");
        await client.NextAsync("pusher:subscription_error");
        await client.NextAsync("pusher:error");
        states.Release();

        Assert.Equal("stuck", (await client.NextAsync("pusher_internal:subscription_succeeded")).Channel());
        Assert.Equal("after", (await client.NextAsync("pusher_internal:subscription_succeeded")).Channel());
    }

    /// <summary>Does something that the server has taken note of when this is done, and nothing after it.</summary>
    private static async Task BeHeardAsync(PusherClient client)
    {
        await client.SendAsync("pusher:ping", new { });
        await client.NextAsync("pusher:pong");
    }

    /// <summary>The pong to a probe of the direct socket would count as life at a moment that the test does not know.</summary>
    private static void WithoutProbes(IServiceCollection services) =>
        services.Configure<DeliveryOptions>(options => options.DirectSocket = false);
}
