// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Channels;
using Bridge.Core.Idempotency;
using Bridge.Pusher.Apps;
using Bridge.Pusher.Signatures;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Bridge.Pusher.Mirror;

/// <summary>
/// Takes in the webhooks of other services: client events are published here, each request once. A request that comes again, as
/// webhooks do when an answer was late, is known by its signature.
/// </summary>
internal sealed class MirrorWebhookEndpoint(
    IOptions<PusherMirrorOptions> options, PusherChannelNamespaces namespaces, IIdempotencyStore store, MirrorMetrics metrics)
{
    private const int MaxBytes = 1_048_576;
    private const string KeyHeader = "X-Pusher-Key";
    private const string SignatureHeader = "X-Pusher-Signature";
    private const string Scope = "mirror:";

    public async Task HandleAsync(HttpContext context, IChannelPublisher publisher)
    {
        context.Response.StatusCode = await TakeAsync(context, publisher);
    }

    private async Task<int> TakeAsync(HttpContext context, IChannelPublisher publisher)
    {
        if (await ReadAsync(context) is not { } body)
        {
            return StatusCodes.Status413PayloadTooLarge;
        }

        string signature = (string?)context.Request.Headers[SignatureHeader] ?? "";
        if (Find((string?)context.Request.Headers[KeyHeader]) is not { } service
            || !PusherSignature.FixedTimeEquals(signature, PusherSignature.SignWebhook(service.Secret, body.Span)))
        {
            return StatusCodes.Status401Unauthorized;
        }

        if (MirrorWebhookReader.Read(body) is not { } events)
        {
            return StatusCodes.Status400BadRequest;
        }

        if (namespaces.FindById(service.AppHere) is not { } app)
        {
            return StatusCodes.Status404NotFound;
        }

        string scope = Scope + service.AppHere;
        if (await store.ClaimAsync(scope, signature, context.RequestAborted) is not null)
        {
            metrics.Duplicate(service.AppHere);
            return StatusCodes.Status200OK;
        }

        try
        {
            await PublishAsync(app, events, publisher);
        }
        catch
        {
            await store.ReleaseAsync(scope, signature, CancellationToken.None);
            throw;
        }

        await store.CompleteAsync(scope, signature, ReadOnlyMemory<byte>.Empty, CancellationToken.None);
        return StatusCodes.Status200OK;
    }

    private async Task PublishAsync(PusherNamespaceTable.Entry entry, List<MirroredClientEvent> events, IChannelPublisher publisher)
    {
        foreach (MirroredClientEvent mirrored in events)
        {
            if (!mirrored.Fits(entry.Namespace.Settings, entry.App.Limits.MaxChannelNameLength))
            {
                metrics.Ignored(entry.App.Id);
                continue;
            }

            metrics.Received(entry.App.Id);
            await publisher.PublishAsync(
                new ChannelEvent
                {
                    Group = entry.Namespace.GroupOf(mirrored.Channel!),
                    Name = mirrored.Name!,
                    Data = mirrored.Data!,
                    UserId = mirrored.UserId,
                    IsClientEvent = true,
                    IsMirrored = true,
                },
                CancellationToken.None);
        }
    }

    private PusherMirrorService? Find(string? key)
    {
        foreach (PusherMirrorService service in options.Value.Services)
        {
            if (key is not null && PusherSignature.FixedTimeEquals(key, service.Key))
            {
                return service;
            }
        }

        return null;
    }

    /// <summary>The whole body; null when it is too large.</summary>
    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpContext context)
    {
        if (context.Request.ContentLength > MaxBytes)
        {
            return null;
        }

        using var body = new MemoryStream();
        byte[] buffer = new byte[8 * 1024];
        while (await context.Request.Body.ReadAsync(buffer, context.RequestAborted) is > 0 and int read)
        {
            if (body.Length + read > MaxBytes)
            {
                return null;
            }

            body.Write(buffer, 0, read);
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }
}
