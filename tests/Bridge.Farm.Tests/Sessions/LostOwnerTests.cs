// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using Bridge.Farm.Tests.Nodes;
using Bridge.Interop.Tests.Clients;
using Xunit.Abstractions;

namespace Bridge.Farm.Tests.Sessions;

/// <summary>One session of one node, asked for at another one, byte by byte.</summary>
public sealed class LostOwnerTests(BridgeFarm farm, ITestOutputHelper output) : FarmTests(farm, output), IDisposable
{
    private const string Handshake = """["{\"protocol\":\"json\",\"version\":1}\u001e"]""";
    private const string Ping = """["{\"event\":\"pusher:ping\",\"data\":{}}"]""";
    private const string Gone = "c[1002,\"Connection interrupted\"]\n";

    // A hung node is given up 10 s after its last sign of life, and whoever waits for it looks every 3 s.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http = new() { Timeout = Bound };

    public static TheoryData<string, string, string> Sessions => new()
    {
        { "/sockjs/000/{0}", "", Handshake },
        { $"/pusher/app/{TestApp.Key}/000/{{0}}", "?protocol=7", Ping },
    };

    [Theory]
    [MemberData(nameof(Sessions))]
    public async Task Kill_OtherNodeIsAsked_AnswersThatTheSessionIsGone(string session, string query, string message)
    {
        string path = await OpenAtSecondAsync(session, query, message);

        await Second.KillAsync();

        Assert.Equal((HttpStatusCode.OK, Gone), await PostAsync(First, $"{path}/xhr{query}"));
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(Third, $"{path}/xhr_send{query}", message)).Status);
    }

    [Fact]
    public async Task Freeze_OtherNodesAreAsked_AnswerThatTheSessionsAreGone()
    {
        List<(string Path, string Query, string Message)> opened = [];
        foreach (object[] session in Sessions)
        {
            (string path, string query, string message) = ((string)session[0], (string)session[1], (string)session[2]);
            opened.Add((await OpenAtSecondAsync(path, query, message), query, message));
        }

        string negotiated = (await PostAsync(Second, "/hub/negotiate?negotiateVersion=1")).Body;
        string token = System.Text.Json.JsonElement.Parse(negotiated).GetProperty("connectionToken").GetString()!;
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(First, $"/hub?id={token}")).Status);

        await Second.FreezeAsync();
        Task<(HttpStatusCode, string)>[] polling = [.. opened.Select(session => PostAsync(First, $"{session.Path}/xhr{session.Query}"))];
        Task<(HttpStatusCode Status, string)>[] sending = [.. opened.Select(session => PostAsync(Third, $"{session.Path}/xhr_send{session.Query}", session.Message))];
        Task<(HttpStatusCode Status, string)> signalR = GetAsync(First, $"/hub?id={token}");

        Assert.All(await Task.WhenAll(polling), answer => Assert.Equal((HttpStatusCode.OK, Gone), answer));
        Assert.All(await Task.WhenAll(sending), answer => Assert.Equal(HttpStatusCode.NotFound, answer.Status));
        Assert.Equal(HttpStatusCode.NotFound, (await signalR).Status);
    }

    /// <summary>Each node is alone then: the owner serves its sessions, others do not find them, but know what a token names.</summary>
    [Fact]
    public async Task RedisGoesAway_InTheMiddle_OwnersGoOnAndOthersAnswerThatTheyDoNotKnow()
    {
        List<(string Path, string Query, string Message)> opened = [];
        foreach (object[] session in Sessions)
        {
            (string path, string query, string message) = ((string)session[0], (string)session[1], (string)session[2]);
            opened.Add((await OpenAtSecondAsync(path, query, message), query, message));
        }

        string negotiated = (await PostAsync(Second, "/hub/negotiate?negotiateVersion=1")).Body;
        string token = System.Text.Json.JsonElement.Parse(negotiated).GetProperty("connectionToken").GetString()!;
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(First, $"/hub?id={token}")).Status);

        await Farm.Redis.KillAsync();
        await Task.WhenAll(Farm.Nodes.Select(node => node.WaitUntilDegradedAsync()));
        foreach ((string path, string query, string message) in opened)
        {
            Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(Third, $"{path}/xhr_send{query}", message)).Status);
            Assert.Equal("o\n", (await PostAsync(First, $"{path}/xhr{query}")).Body);
        }

        const string handshake = "{\"protocol\":\"json\",\"version\":1}\u001e";
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(First, $"/hub?id={token}", handshake)).Status);
        Assert.StartsWith("{}", (await GetAsync(Second, $"/hub?id={token}")).Body, StringComparison.Ordinal);

        // The pusher session answers its ping at the owner.
        (string pusher, string pusherQuery, string ping) = opened[^1];
        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync(Second, $"{pusher}/xhr_send{pusherQuery}", ping)).Status);
        Assert.Contains("pusher:pong", (await PostAsync(Second, $"{pusher}/xhr{pusherQuery}")).Body, StringComparison.Ordinal);

        await Farm.Redis.StartAsync();
        await Task.WhenAll(Farm.Nodes.Select(node => node.WaitUntilHealthyAsync()));
        foreach ((string path, string query, string message) in Sessions.Select(session => ((string)session[0], (string)session[1], (string)session[2])))
        {
            await OpenAtSecondAsync(path, query, message);
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Opens a session at the second node. The others have handed on a request for it, so they know the node.</summary>
    private async Task<string> OpenAtSecondAsync(string session, string query, string message)
    {
        string path = string.Format(null, session, Guid.NewGuid().ToString("N"));
        Assert.StartsWith("o", (await PostAsync(Second, $"{path}/xhr{query}")).Body, StringComparison.Ordinal);
        foreach (FarmNode node in (FarmNode[])[First, Third])
        {
            Assert.Equal(HttpStatusCode.NoContent, (await PostAsync(node, $"{path}/xhr_send{query}", message)).Status);
            Assert.StartsWith("a", (await PostAsync(node, $"{path}/xhr{query}")).Body, StringComparison.Ordinal);
        }

        return path;
    }

    private async Task<(HttpStatusCode Status, string Body)> PostAsync(FarmNode node, string path, string? body = null) =>
        await ReadAsync(await _http.PostAsync(new Uri(node.Address, path), body is null ? null : new StringContent(body)));

    private async Task<(HttpStatusCode Status, string Body)> GetAsync(FarmNode node, string path) =>
        await ReadAsync(await _http.GetAsync(new Uri(node.Address, path)));

    private static async Task<(HttpStatusCode Status, string Body)> ReadAsync(HttpResponseMessage response)
    {
        using (response)
        {
            return (response.StatusCode, await response.Content.ReadAsStringAsync());
        }
    }
}
