// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using System.Text;
using System.Text.Json;

namespace Bridge.Server.Check.Probes;

/// <summary>A session of HTTP requests, SockJS's or that of pusher-js: frames one way, messages the other, until the dialect's greeting arrives.</summary>
/// <param name="name">The name.</param>
/// <param name="path">The path in front of server and session.</param>
/// <param name="transport">The transport.</param>
/// <param name="query">The query string of requests for frames.</param>
/// <param name="message">What the client says first; null when the server does.</param>
/// <param name="greeting">What the server says then.</param>
internal sealed class SessionProbe(string name, string path, string transport, string query, string? message, IGreeting greeting) : ICheckProbe
{
    private const string Polling = "xhr";
    private const string EventSource = "eventsource";

    public static readonly string[] Transports = ["xhr_streaming", EventSource, Polling];

    public string Name => name;

    public string Path => $"{path}/000/{{session}}/{transport}";

    public async Task<CheckResult> RunAsync(CheckTarget target, CancellationToken cancellationToken)
    {
        string session = $"{path}/000/{SessionId.New()}";
        bool isCompressed = false;
        StreamedAnswer frames = await OpenAsync(target, session, cancellationToken);
        try
        {
            isCompressed = frames.IsCompressed;
            await frames.ReadUntilAsync(HoldsOpenFrame, cancellationToken);
            if (message is not null)
            {
                await SendAsync(target, session, message, cancellationToken);
            }

            if (transport == Polling)
            {
                await frames.DisposeAsync();
                frames = await OpenAsync(target, session, cancellationToken);
            }

            await frames.ReadUntilAsync(greeting.IsIn, cancellationToken);
        }
        finally
        {
            await frames.DisposeAsync();
        }

        return isCompressed && transport != Polling
            ? new CheckResult(Name, Path, CheckStatus.Warning, "connected, but compressed", Advice.Compression)
            : new CheckResult(Name, Path, CheckStatus.Works, "connected");
    }

    // On a line of its own; an event of server-sent events has its field's name in front.
    private static bool HoldsOpenFrame(string text) =>
        text.StartsWith("o\n", StringComparison.Ordinal)
        || text.Contains("\no\n", StringComparison.Ordinal)
        || text.Contains("data: o\r\n", StringComparison.Ordinal);

    private Task<StreamedAnswer> OpenAsync(CheckTarget target, string session, CancellationToken cancellationToken) => StreamedAnswer.OpenAsync(
        target, target.Request(transport == EventSource ? HttpMethod.Get : HttpMethod.Post, $"{session}/{transport}{query}"), cancellationToken);

    private static async Task SendAsync(CheckTarget target, string session, string message, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = target.Request(HttpMethod.Post, $"{session}/xhr_send");
        request.Content = new StringContent(JsonSerializer.Serialize(new[] { message }), Encoding.UTF8, "text/plain");
        using HttpResponseMessage response = await target.Http.SendAsync(request, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            throw new CheckFailedException("frames come, but what the client sends finds no session", Advice.Session);
        }

        await response.ReadAsync(HttpStatusCode.NoContent, cancellationToken);
    }
}
