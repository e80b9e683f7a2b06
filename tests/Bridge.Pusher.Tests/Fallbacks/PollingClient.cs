// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using System.Text.Json;
using Bridge.Pusher.Tests.Clients;
using Bridge.Pusher.Tests.Connections;

namespace Bridge.Pusher.Tests.Fallbacks;

/// <summary>One session of xhr polling, request by request.</summary>
internal sealed class PollingClient : IDisposable
{
    private readonly HttpClient _http = new();
    private readonly Uri _session;
    private readonly string _query;

    public PollingClient(PusherHost host, string path, string query = "", string? origin = null)
        : this(host.AddressOf("http", path), query, origin)
    {
    }

    public PollingClient(Uri service, string query = "", string? origin = null)
    {
        _session = new Uri($"{service}/1/{Guid.NewGuid():N}/");
        _query = query;
        if (origin is not null)
        {
            _http.DefaultRequestHeaders.Add("Origin", origin);
        }
    }

    public static PollingClient OfApp(PusherHost host, string key = "key", string query = "?protocol=7", string? origin = null) =>
        new(host, $"/pusher/app/{key}", query, origin);

    /// <summary>The next frame, without the end of its line.</summary>
    public async Task<string> PollAsync()
    {
        using HttpResponseMessage answer = await _http.PostAsync(new Uri(_session, "xhr" + _query), content: null).Await("a poll");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        string line = await answer.Content.ReadAsStringAsync().Await("a frame");
        Assert.EndsWith("\n", line);
        return line[..^1];
    }

    /// <summary>Polls where no frame waits; the poll does when this is done. The result is the next frame.</summary>
    /// <remarks>Nothing of its answer tells that a poll has come. But of two at once one waits, and the other is refused for it.</remarks>
    public async Task<Task<string>> BeginPollAsync()
    {
        Task<string>[] polls = [PollAsync(), PollAsync()];
        Task<string> refused = await Task.WhenAny(polls).Await("one of two polls to be refused");
        Assert.StartsWith("c[2010,", await refused);
        return polls[0] == refused ? polls[1] : polls[0];
    }

    /// <summary>The messages of the next frame.</summary>
    public async Task<string[]> NextAsync()
    {
        string frame = await PollAsync();
        Assert.StartsWith("a[", frame);
        return JsonSerializer.Deserialize<string[]>(frame.AsSpan(1))!;
    }

    public async Task SendAsync(params string[] messages)
    {
        using StringContent body = new(JsonSerializer.Serialize(messages));
        using HttpResponseMessage answer = await _http.PostAsync(new Uri(_session, "xhr_send"), body).Await("a send");
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    /// <summary>Opens the session and takes the greeting.</summary>
    public async Task ConnectAsync()
    {
        Assert.Equal("o", await PollAsync());
        Assert.Contains("connection_established", Assert.Single(await NextAsync()));
    }

    /// <summary>Connects and subscribes.</summary>
    public async Task JoinAsync(string channel)
    {
        await ConnectAsync();
        await SendAsync($$$"""{"event":"pusher:subscribe","data":{"channel":"{{{channel}}}"}}""");
        Assert.Contains("subscription_succeeded", Assert.Single(await NextAsync()));
    }

    /// <summary>The rest of the session is an error and a close, both with the same code.</summary>
    public async Task AssertClosedAsync(int code)
    {
        string[] last = await NextAsync();
        Assert.Contains($"\"code\":{code},", last[^1]);
        Assert.StartsWith($"c[{code},\"", await PollAsync());
    }

    public void Dispose() => _http.Dispose();
}
