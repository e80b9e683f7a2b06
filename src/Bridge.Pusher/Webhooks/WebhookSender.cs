// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net.Http.Headers;
using System.Net.Mime;
using Bridge.Pusher.Apps;
using Bridge.Pusher.Signatures;

namespace Bridge.Pusher.Webhooks;

/// <summary>Sends one request once (docs/specs/pusher-webhooks.md, "Request").</summary>
internal sealed class WebhookSender(IHttpClientFactory clients, TimeProvider time)
{
    /// <summary>The name of the HTTP client.</summary>
    public const string ClientName = "Bridge.Webhooks";

    private const string KeyHeader = "X-Pusher-Key";
    private const string SignatureHeader = "X-Pusher-Signature";

    // Without a charset: Pusher's library for Node.js compares the whole header.
    private static readonly MediaTypeHeaderValue Json = new(MediaTypeNames.Application.Json);

    /// <summary>The connections of the HTTP client. A redirect could lead anywhere, so none is followed.</summary>
    public static HttpMessageHandler CreateHandler() => new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        MaxResponseHeadersLength = 16,
        MaxResponseDrainSize = 64 * 1024,
    };

    /// <summary>Sends a body.</summary>
    /// <param name="app">Signs it.</param>
    /// <param name="webhook">Gets it.</param>
    /// <param name="body">The body.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null when the receiver has taken it; otherwise why not, with nothing secret in it.</returns>
    /// <exception cref="OperationCanceledException">Given up.</exception>
    public async Task<string?> SendAsync(PusherApp app, PusherWebhook webhook, byte[] body, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(webhook.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        using HttpRequestMessage request = RequestOf(app, webhook, body);
        try
        {
            using HttpClient client = clients.CreateClient(ClientName);

            // The status is the answer: what else the receiver says is not read.
            using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return response.IsSuccessStatusCode ? null : $"status {(int)response.StatusCode}";
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return $"no answer within {webhook.Timeout}";
        }
        catch (HttpRequestException exception)
        {
            // The message of the exception names the address.
            return $"no answer: {exception.HttpRequestError}";
        }
    }

    private static HttpRequestMessage RequestOf(PusherApp app, PusherWebhook webhook, byte[] body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = Json;
        request.Headers.TryAddWithoutValidation(KeyHeader, app.Key);
        request.Headers.TryAddWithoutValidation(SignatureHeader, PusherSignature.SignWebhook(app.Secret, body));
        return request;
    }
}
