// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using System.Text;
using System.Text.Json;

namespace Bridge.Server.Check.Probes;

/// <summary>The requests of a SignalR client that has no WebSocket.</summary>
internal sealed class SignalRConnection(CheckTarget target, string token)
{
    private string Path => $"{target.Hub}?id={Uri.EscapeDataString(token)}";

    public static string NegotiatePathOf(string hub) => $"{hub}/negotiate";

    /// <summary>Negotiates.</summary>
    public static async Task<SignalRConnection> NegotiateAsync(CheckTarget target, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = target.Request(HttpMethod.Post, $"{NegotiatePathOf(target.Hub)}?negotiateVersion=1");
        using HttpResponseMessage response = await target.Http.SendAsync(request, cancellationToken);
        return new SignalRConnection(target, TokenIn(await response.ReadAsync(HttpStatusCode.OK, cancellationToken)));
    }

    /// <summary>A request for what the server sends.</summary>
    public HttpRequestMessage Receive(string accept)
    {
        HttpRequestMessage request = target.Request(HttpMethod.Get, Path);
        request.Headers.Accept.ParseAdd(accept);
        return request;
    }

    /// <summary>Sends the handshake.</summary>
    public async Task SendHandshakeAsync(CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = target.Request(HttpMethod.Post, Path);
        request.Content = new StringContent(SignalRGreeting.Request, Encoding.UTF8, "text/plain");
        using HttpResponseMessage response = await target.Http.SendAsync(request, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            throw new CheckFailedException("negotiated, but what the client sends finds no connection", Advice.Session);
        }

        await response.ReadAsync(HttpStatusCode.OK, cancellationToken);
    }

    private static string TokenIn(string answer)
    {
        try
        {
            using JsonDocument negotiation = JsonDocument.Parse(answer);
            return negotiation.RootElement.GetProperty("connectionToken").GetString()!;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new CheckFailedException($"another answer than a hub's: {Answers.Shown(answer)}", Advice.Path);
        }
    }
}
