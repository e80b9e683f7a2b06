// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics;
using System.Text;
using Bridge.Farm.Tests.Limits;
using Bridge.Farm.Tests.Nodes;
using Bridge.Farm.Tests.Reports;
using Bridge.Interop.Tests.Clients;
using Bridge.Interop.Tests.Driver;
using Xunit.Abstractions;

namespace Bridge.Farm.Tests.Sessions;

/// <summary>A node is told to end while it has clients, and while the sessions of others are served through it.</summary>
public sealed class DrainTests(BridgeFarm farm, ITestOutputHelper output) : FarmTests(farm, output), IDisposable
{
    private const int Clients = 100;

    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>A stream in the middle is cut, and its client begins anew; a session between two polls does not notice.</summary>
    [Fact]
    public async Task Stop_SessionsOfAnotherNodeAreServedThroughIt_StreamsEndAndPollsGoOnThroughAThird()
    {
        RestClient backEnd = await RestClient.CreateAsync(Farm.Driver, First.Address);
        string channel = Guid.NewGuid().ToString("N");
        string streaming = await OpenAtFirstAsync(channel);
        string polling = await OpenAtFirstAsync(channel);
        using HttpResponseMessage stream = await _http.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, new Uri(Second.Address, $"{streaming}/xhr_streaming?protocol=7")), HttpCompletionOption.ResponseHeadersRead);
        using var frames = new StreamReader(await stream.Content.ReadAsStreamAsync());
        await backEnd.TriggerAsync(channel, TestEvents.Message, "before");
        await ReadUntilAsync(frames, "before");
        await PollUntilAsync(Second, polling, "before");

        await Second.StopAsync();
        await ReadToEndAsync(frames);
        await backEnd.TriggerAsync(channel, TestEvents.Message, "after");
        Assert.Equal("c[1002,\"Connection interrupted\"]\n", await PostAsync(Third, $"{streaming}/xhr?protocol=7"));
        Assert.DoesNotContain("before", await PollUntilAsync(Third, polling, "after"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_ManyClients_AreSentAwayInBatches()
    {
        QuotaClient[] clients = [.. Enumerable.Range(0, Clients).Select(_ => new QuotaClient())];
        try
        {
            await Task.WhenAll(clients.Select(client => client.ConnectAsync(Second.Address)));
            long start = Stopwatch.GetTimestamp();
            Task<TimeSpan>[] closing = [.. clients.Select(async client =>
            {
                Assert.Equal(4200, await client.Closed.WithinDeadline("the node should have sent the client away"));
                return Stopwatch.GetElapsedTime(start);
            })];
            await Second.StopAsync();

            TimeSpan[] times = await Task.WhenAll(closing);
            Farm.Outcomes.Add(new DrainOutcome(Clients, times.Max() - times.Min(), Stopwatch.GetElapsedTime(start)));
        }
        finally
        {
            Array.ForEach(clients, client => client.Dispose());
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Opens a session at the first node and subscribes it through the second one.</summary>
    private async Task<string> OpenAtFirstAsync(string channel)
    {
        string path = $"/pusher/app/{TestApp.Key}/000/{Guid.NewGuid():N}";
        Assert.StartsWith("o", await PostAsync(First, $"{path}/xhr?protocol=7"), StringComparison.Ordinal);
        Assert.Contains("connection_established", await PostAsync(Second, $"{path}/xhr?protocol=7"), StringComparison.Ordinal);
        await PostAsync(
            Second, $"{path}/xhr_send?protocol=7", $$$"""["{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"{{{channel}}}\"}}"]""");
        await PollUntilAsync(Second, path, "subscription_succeeded");
        return path;
    }

    private async Task<string> PollUntilAsync(FarmNode node, string path, string text)
    {
        string polled = "";
        while (!polled.Contains(text, StringComparison.Ordinal))
        {
            string answer = await PostAsync(node, $"{path}/xhr?protocol=7");
            Assert.StartsWith("a", answer, StringComparison.Ordinal);
            polled += answer;
        }

        return polled;
    }

    private async Task<string> PostAsync(FarmNode node, string path, string body = "")
    {
        using HttpResponseMessage answer = await _http.PostAsync(new Uri(node.Address, path), new StringContent(body, Encoding.UTF8, "text/plain"))
            .WithinDeadline($"{node.Name} should have answered {path}");
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task ReadUntilAsync(StreamReader frames, string text)
    {
        while (!(await frames.ReadLineAsync().WithinDeadline($"'{text}' should have come"))!.Contains(text, StringComparison.Ordinal))
        {
        }
    }

    private static async Task ReadToEndAsync(StreamReader frames)
    {
        try
        {
            await frames.ReadToEndAsync().WithinDeadline("the stream should have ended");
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            // In the middle of it: cut.
        }
    }
}
