// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Bridge.SockJS.Endpoints;
using Bridge.SockJS.Frames;
using Bridge.SockJS.Roaming;
using Bridge.SockJS.Sessions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace Bridge.SockJS.Transports;

/// <summary>Serves the requests that carry messages of the client: xhr_send and jsonp_send.</summary>
/// <param name="service">The service.</param>
internal sealed class SendEndpoint(SockJSService service)
{
    private const string FormType = "application/x-www-form-urlencoded";
    private const string FormField = "d";

    /// <summary>The body is the messages, whatever its type.</summary>
    public async Task XhrAsync(HttpContext context, string id)
    {
        if (await IsHereAsync(context, id) && await ReadAsync(context) is { } body && await AcceptAsync(context, id, body))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            context.Response.ContentType = ContentTypes.Text;
        }
    }

    /// <summary>The body is a form with the messages in a field, or the messages themselves.</summary>
    public async Task JsonpAsync(HttpContext context, string id)
    {
        if (!await IsHereAsync(context, id) || await ReadAsync(context) is not { } body)
        {
            return;
        }

        bool isForm = context.Request.ContentType?.StartsWith(FormType, StringComparison.OrdinalIgnoreCase) == true;
        if (await AcceptAsync(context, id, isForm ? FieldOf(body) : body))
        {
            await Answers.TextAsync(context, StatusCodes.Status200OK, "ok");
        }
    }

    /// <summary>Whether the session may be at this node. Otherwise the request has been answered.</summary>
    private async ValueTask<bool> IsHereAsync(HttpContext context, string id)
    {
        if (service.Directory is not { } directory || service.Registry.Contains(id))
        {
            return true;
        }

        if (context.Request.ContentLength > service.Options.MaxMessageBytes)
        {
            await RefuseSizeAsync(context);
            return false;
        }

        // A body without a length is counted while it goes on to the other node.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } body)
        {
            body.MaxRequestBodySize = service.Options.MaxMessageBytes;
        }

        SessionPlace place = await directory.LocateAsync(context, service.NameOf(id), isReceiver: false);
        if (place == SessionPlace.Lost)
        {
            await Answers.NotFoundAsync(context);
        }

        return place == SessionPlace.Here;
    }

    private async Task<bool> AcceptAsync(HttpContext context, string id, byte[] body)
    {
        if (body.Length == 0)
        {
            await Answers.TextAsync(context, StatusCodes.Status500InternalServerError, "Payload expected.");
            return false;
        }

        switch (MessageParser.Parse(body, allowBareString: false, out List<byte[]> messages))
        {
            case MessageSyntax.NotJson:
                await Answers.TextAsync(context, StatusCodes.Status500InternalServerError, "Broken JSON encoding.");
                return false;
            case MessageSyntax.NotStrings:
                await Answers.TextAsync(context, StatusCodes.Status500InternalServerError, "Payload expected.");
                return false;
        }

        SockJSSession? session = service.Registry.Find(id, SessionOwner.Of(context));
        switch (session?.Receive(messages) ?? ReceiveResult.NoSession)
        {
            case ReceiveResult.NoSession:
                await Answers.NotFoundAsync(context);
                return false;
            case ReceiveResult.Full:
                service.Metrics.Refuse("unread");
                await Answers.TextAsync(context, StatusCodes.Status503ServiceUnavailable, "Too many messages.");
                return false;
        }

        // Clients send one request after the other: this slows down those that are faster than the handler.
        await session!.Input.WaitForRoomAsync().WaitAsync(context.RequestAborted);
        return true;
    }

    /// <summary>The whole body; null when it was too large and that has been answered.</summary>
    private async Task<byte[]?> ReadAsync(HttpContext context)
    {
        if (context.Request.ContentLength > service.Options.MaxMessageBytes)
        {
            await RefuseSizeAsync(context);
            return null;
        }

        PipeReader body = context.Request.BodyReader;
        while (true)
        {
            ReadResult read = await body.ReadAsync(context.RequestAborted);
            if (read.Buffer.Length > service.Options.MaxMessageBytes)
            {
                body.AdvanceTo(read.Buffer.End);
                await RefuseSizeAsync(context);
                return null;
            }

            if (read.IsCompleted)
            {
                byte[] bytes = read.Buffer.ToArray();
                body.AdvanceTo(read.Buffer.End);
                return bytes;
            }

            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private Task RefuseSizeAsync(HttpContext context)
    {
        service.Metrics.Refuse("message");
        return Answers.TextAsync(context, StatusCodes.Status413PayloadTooLarge, "Payload too large.");
    }

    private static byte[] FieldOf(byte[] body)
    {
        foreach (QueryStringEnumerable.EncodedNameValuePair pair in new QueryStringEnumerable(Encoding.UTF8.GetString(body)))
        {
            if (pair.DecodeName().Span.SequenceEqual(FormField))
            {
                return Encoding.UTF8.GetBytes(pair.DecodeValue().ToString());
            }
        }

        return [];
    }
}
