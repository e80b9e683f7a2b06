// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using Bridge.LoadTest.Clients;
using Bridge.LoadTest.Measurement;
using Bridge.LoadTest.Scenarios;
using Bridge.LoadTest.StockServer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bridge.LoadTest.Tests.Scenarios;

/// <summary>Whole, short runs against servers in this process.</summary>
public sealed class ScenarioRunnerTests
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(60);

    private static readonly Scenario s_short = new()
    {
        Connections = 20,
        Channels = 4,
        Warmup = TimeSpan.Zero,
        Duration = TimeSpan.FromSeconds(2),
    };

    [Theory]
    [InlineData(0)]
    [InlineData(200)]
    public async Task Run_StockSignalR_CountsEveryDelivery(double rate)
    {
        var result = await RunAsync(s_short with { Rate = rate }, MapStock, new SignalRProtocol("/hub", "Subscribe", "Publish"));

        Assert.True(result.IsClean, $"lost {result.Lost}, disconnects {result.Disconnects}");
        Assert.True(result.Published > 0);
        Assert.True(result.Delivered > 0);
        Assert.InRange(result.P50Microseconds, 1, 60e6);
    }

    [Fact]
    public async Task Run_LargeMessages_ReassemblesFragments()
    {
        var result = await RunAsync(s_short with { Payload = 30_000 }, MapStock, new SignalRProtocol("/hub", "Subscribe", "Publish"));

        Assert.True(result.IsClean, $"lost {result.Lost}, disconnects {result.Disconnects}");
        Assert.True(result.Delivered > 0);
    }

    [Fact]
    public async Task Run_PusherServer_SignsChannelsAndIsNotItsOwnReceiver()
    {
        var result = await RunAsync(s_short, new FakePusherServer("k", "s").Map, new PusherProtocol("k", "s"));

        Assert.True(result.IsClean, $"lost {result.Lost}, disconnects {result.Disconnects}");
        Assert.True(result.Delivered > 0);
    }

    [Fact]
    public async Task Run_WrongSecret_FailsWithTheServersWords()
    {
        var error = await Assert.ThrowsAsync<LoadTestException>(
            () => RunAsync(s_short, new FakePusherServer("k", "s").Map, new PusherProtocol("k", "other")));

        Assert.Contains("Wrong signature", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WrongPath_FailsWithTheRefusedUpgrade()
    {
        var error = await Assert.ThrowsAsync<LoadTestException>(
            () => RunAsync(s_short, MapStock, new SignalRProtocol("/nothing", "Subscribe", "Publish")));

        Assert.Contains("404", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OneStalledSubscriber_IsNotWaitedFor()
    {
        var result = await RunAsync(s_short with { Channels = 1, Stalled = 1, Rate = 50 }, MapStock, new SignalRProtocol("/hub", "Subscribe", "Publish"));

        Assert.True(result.IsClean, $"lost {result.Lost}, disconnects {result.Disconnects}");
    }

    [Theory]
    [InlineData(10, 3, 100)]
    [InlineData(10, 1, 21)]
    [InlineData(0, 1, 100)]
    public void Run_ScenarioThatCannotBeCounted_IsRefused(int connections, int channels, int payload)
    {
        var scenario = new Scenario { Connections = connections, Channels = channels, Payload = payload };
        var target = new Target(new IPEndPoint(IPAddress.Loopback, 1), new PusherProtocol("k", "s"), null, null);

        Assert.Throws<LoadTestException>(new ScenarioRunner(scenario, target).Run);
    }

    private static async Task<RunResult> RunAsync(Scenario scenario, Action<WebApplication> map, ChannelProtocol protocol)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSignalR();
        await using var app = builder.Build();
        map(app);
        await app.StartAsync().WaitAsync(s_timeout);

        var target = new Target(new IPEndPoint(IPAddress.Loopback, new Uri(app.Urls.Single()).Port), protocol, null, null);
        return await Task.Run(() => new ScenarioRunner(scenario, target).Run()).WaitAsync(s_timeout);
    }

    private static void MapStock(WebApplication app) => app.MapHub<StockHub>("/hub");
}
