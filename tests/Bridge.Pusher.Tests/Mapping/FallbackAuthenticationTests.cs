// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using System.Text.Json;
using Bridge.Pusher.Tests.Clients;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Pusher.Tests.Mapping;

/// <summary>The app's own authentication on the transports without WebSocket: the hub sees the same user as on a WebSocket.</summary>
public sealed class FallbackAuthenticationTests
{
    private const string Path = """["{\"path\":\"/app/key?protocol=7\"}"]""";

    private static readonly string[] s_transports =
        ["/pusher/app/key xhr", "/pusher/app/key xhr_streaming", "/pusher xhr", "/pusher xhr_streaming", "/pusher eventsource"];

    private static readonly string[] s_credentials = ["header", "query", "cookie"];

    public static TheoryData<string> Transports => [.. s_transports];

    public static TheoryData<string, string> Combinations
    {
        get
        {
            var combinations = new TheoryData<string, string>();
            foreach (string transport in s_transports)
            {
                foreach (string credential in s_credentials)
                {
                    combinations.Add(transport, credential);
                }
            }

            return combinations;
        }
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public async Task AuthorizedHub_AppsOwnAuthentication_LetsTheUserIn(string transport, string credential)
    {
        await using MappedHost host = await HubFeatureTests.StartAsync();
        using HttpClient client = ClientOf(credential);
        using var frames = new Frames(host, client, transport, credential == "query" ? "&access_token=ann" : "");

        await frames.OpenAsync(Path);
        await frames.ExpectAsync("welcome");

        Assert.Equal(["user-ann came"], host.Services.GetRequiredService<MemberHub.Log>().Lines);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task AuthorizedHub_NobodyInParticular_IsRefusedWithItsCode(string transport)
    {
        await using MappedHost host = await HubFeatureTests.StartAsync();
        using var client = new HttpClient();
        using var frames = new Frames(host, client, transport, "");

        await frames.OpenAsync(Path);
        await frames.ExpectAsync("c[4009,");

        Assert.Empty(host.Services.GetRequiredService<MemberHub.Log>().Lines);
    }

    private static HttpClient ClientOf(string credential)
    {
        var client = new HttpClient(new HttpClientHandler { UseCookies = false });
        if (credential == "header")
        {
            client.DefaultRequestHeaders.Authorization = new("Bearer", "ann");
        }
        else if (credential == "cookie")
        {
            client.DefaultRequestHeaders.Add("Cookie", "user=ann");
        }

        return client;
    }

    /// <summary>What comes over one session, request by request or in one stream.</summary>
    private sealed class Frames(MappedHost host, HttpClient client, string transport, string query) : IDisposable
    {
        private readonly string _path = transport.Split(' ')[0];
        private readonly string _transport = transport.Split(' ')[1];
        private readonly string _session = Guid.NewGuid().ToString("N");
        private readonly List<string> _lines = [];
        private StreamReader? _reader;

        /// <summary>Opens the session; where its path does not name the app, the first message does.</summary>
        public async Task OpenAsync(string path)
        {
            await ExpectAsync("o");
            if (_path == "/pusher")
            {
                using HttpResponseMessage sent = await client.PostAsync(Address("xhr_send"), new StringContent(path)).Await("a send");
                Assert.Equal(HttpStatusCode.NoContent, sent.StatusCode);
            }
        }

        /// <summary>Reads on to a frame with this in it.</summary>
        public async Task ExpectAsync(string text)
        {
            while (await NextAsync() is { } line)
            {
                _lines.Add(line);
                if (text.Length == 1 ? line == text : line.Contains(text, StringComparison.Ordinal))
                {
                    return;
                }
            }

            Assert.Fail($"Expected {text}, but got {JsonSerializer.Serialize(_lines)}");
        }

        public void Dispose() => _reader?.Dispose();

        private async Task<string?> NextAsync()
        {
            while (true)
            {
                _reader ??= await RequestAsync();
                string? line = await _reader.ReadLineAsync().Await("the next frame");
                if (line is not null || _transport != "xhr")
                {
                    return line?.Replace("data: ", "", StringComparison.Ordinal);
                }

                _reader = null;
            }
        }

        private async Task<StreamReader> RequestAsync()
        {
            HttpMethod method = _transport == "eventsource" ? HttpMethod.Get : HttpMethod.Post;
            HttpResponseMessage response = await client
                .SendAsync(new HttpRequestMessage(method, Address(_transport)), HttpCompletionOption.ResponseHeadersRead).Await("a request for frames");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            return new StreamReader(await response.Content.ReadAsStreamAsync());
        }

        private Uri Address(string resource) =>
            new UriBuilder(host.AddressOf($"{_path}/1/{_session}/{resource}?protocol=7{query}")) { Scheme = "http" }.Uri;
    }
}
