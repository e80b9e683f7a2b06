// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using System.Net.Http.Headers;
using System.Net.Mime;
using System.Security.Cryptography;
using Bridge.Pusher.Signatures;

namespace Bridge.Pusher.Mirror;

/// <summary>Sends one signed request once (docs/specs/pusher-rest.md).</summary>
internal sealed class MirrorSender(IHttpClientFactory clients, TimeProvider time)
{
    /// <summary>The name of the HTTP client.</summary>
    public const string ClientName = "Bridge.Mirror";

    private const string IdempotencyHeader = "X-Idempotency-Key";

    /// <summary>Sends events.</summary>
    /// <param name="service">Gets them.</param>
    /// <param name="isBatch">Whether the body is a batch.</param>
    /// <param name="body">The body.</param>
    /// <param name="idempotencyKey">The same for all attempts: the service takes the events once, even if its answer is lost.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="OperationCanceledException">Given up.</exception>
    public async Task<MirrorAnswer> SendAsync(
        PusherMirrorService service, bool isBatch, byte[] body, string idempotencyKey, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(service.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        using HttpRequestMessage request = RequestOf(service, isBatch ? "batch_events" : "events", body);
        request.Headers.TryAddWithoutValidation(IdempotencyHeader, idempotencyKey);
        request.Headers.TryAddWithoutValidation(MirrorHeader.Name, MirrorHeader.Value);
        try
        {
            using HttpClient client = clients.CreateClient(ClientName);
            using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return response.IsSuccessStatusCode
                ? MirrorAnswer.Accepted
                : new MirrorAnswer($"status {(int)response.StatusCode}", IsRefusal(response.StatusCode));
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new MirrorAnswer($"no answer within {service.Timeout}", IsFinal: false);
        }
        catch (HttpRequestException exception)
        {
            // The message of the exception names the address.
            return new MirrorAnswer($"no answer: {exception.HttpRequestError}", IsFinal: false);
        }
    }

    private static bool IsRefusal(HttpStatusCode status) =>
        status is >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError
            and not (HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests);

    private HttpRequestMessage RequestOf(PusherMirrorService service, string resource, byte[] body)
    {
        var address = new Uri($"{service.Url.TrimEnd('/')}/apps/{Uri.EscapeDataString(service.AppId)}/{resource}");

        // Pusher's signatures know no other hash for bodies.
#pragma warning disable CA5351
        string md5 = Convert.ToHexStringLower(MD5.HashData(body));
#pragma warning restore CA5351
        string query = $"auth_key={service.Key}&auth_timestamp={time.GetUtcNow().ToUnixTimeSeconds()}&auth_version=1.0&body_md5={md5}";
        string signature = PusherSignature.SignRequest(service.Secret, "POST", address.AbsolutePath, query);
        var request = new HttpRequestMessage(HttpMethod.Post, $"{address}?{query}&auth_signature={signature}") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(MediaTypeNames.Application.Json);
        return request;
    }
}
