// Licensed under the MIT License. See LICENSE in the repository root.

using System.IO.Pipelines;
using Bridge.SockJS.Endpoints;
using Bridge.SockJS.Frames;
using Bridge.SockJS.Sessions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bridge.SockJS.Transports;

/// <summary>Serves the requests that take a session's frames.</summary>
/// <param name="service">The service.</param>
internal sealed class HttpReceiver(SockJSService service)
{
    // The server learns some milliseconds late that a client has broken off, and the client may ask again at once.
    private static readonly TimeSpan DetachGrace = TimeSpan.FromMilliseconds(100);

    /// <summary>Serves one request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="id">The session's id.</param>
    /// <param name="transport">The transport.</param>
    /// <param name="format">How frames are written.</param>
    /// <param name="limit">The response ends when its frames have this many bytes.</param>
    public async Task RunAsync(HttpContext context, string id, SockJSTransports transport, ResponseFormat format, int limit)
    {
        SessionOwner owner = SessionOwner.Of(context.User);
        Receiver receiver = service.CreateReceiver();
        SockJSSession? session;
        AttachResult attached;
        do
        {
            session = service.Registry.Find(id, owner) ?? await CreateAsync(context, id, owner, transport);
            if (session is null)
            {
                await (service.Registry.Contains(id)
                    ? Answers.NotFoundAsync(context)
                    : Answers.TextAsync(context, StatusCodes.Status503ServiceUnavailable, "Too many sessions."));
                return;
            }

            attached = await AttachAsync(session, receiver);
        }
        while (attached == AttachResult.Removed);

        context.Response.ContentType = format.ContentType;
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        if (attached == AttachResult.Attached)
        {
            await ServeAsync(context, session, receiver, format, limit);
        }
        else
        {
            await BeginAsync(context, format);
            await WriteOnlyAsync(context, format, OutboundFrame.OfClose(SessionClose.SecondReceiver));
        }
    }

    private async ValueTask<SockJSSession?> CreateAsync(HttpContext context, string id, SessionOwner owner, SockJSTransports transport)
    {
        if (service.Registry.Contains(id) || !service.Registry.TryReserve())
        {
            return null;
        }

        SockJSConnection connection = service.CreateConnection(context, transport, () => service.Registry.Remove(id));
        if (service.Registry.TryAdd(id, connection.Session, owner))
        {
            service.Start(connection);
            return connection.Session;
        }

        // Another request of this client was faster.
        service.Registry.Release();
        await connection.DiscardUnusedAsync();
        return service.Registry.Find(id, owner);
    }

    private async Task<AttachResult> AttachAsync(SockJSSession session, Receiver receiver)
    {
        AttachResult result = session.Attach(receiver);
        if (result == AttachResult.Busy)
        {
            try
            {
                await session.WaitForDetachAsync().WaitAsync(DetachGrace, service.Time);
                result = session.Attach(receiver);
            }
            catch (TimeoutException)
            {
                // The other one stays.
            }
        }

        return result;
    }

    private static async Task ServeAsync(HttpContext context, SockJSSession session, Receiver receiver, ResponseFormat format, int limit)
    {
        // The session ends with the client's connection, not when this request happens to notice.
        await using CancellationTokenRegistration registration = context.RequestAborted.UnsafeRegister(
            static state =>
            {
                var (session, receiver) = ((SockJSSession, Receiver))state!;
                session.Detach(receiver, isDropped: true);
                receiver.Drop();
            },
            (session, receiver));
        bool isDropped = true;
        try
        {
            await BeginAsync(context, format);
            await WriteFramesAsync(context.Response.BodyWriter, session, receiver, format, limit);
            isDropped = receiver.IsDropped;
        }
        finally
        {
            session.Detach(receiver, isDropped);
        }

        // What follows is the app's middleware; it must not keep the delivery loop from others.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
    }

    // Each frame is a single write, so that it is one HTTP chunk: clients may read the one before they get the next.
    private static async Task WriteFramesAsync(PipeWriter body, SockJSSession session, Receiver receiver, ResponseFormat format, int limit)
    {
        using PooledWriter output = new();
        bool isClosed = false;
        for (int written = 0; written < limit && !isClosed && !receiver.IsDropped;)
        {
            if (!session.TryTake(out OutboundFrame frame))
            {
                output.Release();
                await receiver.WaitAsync();
                continue;
            }

            isClosed = frame.Kind == FrameKind.Close;
            format.Write(output, frame);
            written += output.Written.Length;
            await body.WriteAsync(output.Written);
            output.Clear();
        }
    }

    private static async Task BeginAsync(HttpContext context, ResponseFormat format)
    {
        await context.Response.StartAsync(context.RequestAborted);
        if (!format.Prelude.IsEmpty)
        {
            await context.Response.BodyWriter.WriteAsync(format.Prelude);
        }
        else
        {
            await context.Response.BodyWriter.FlushAsync();
        }
    }

    private static async Task WriteOnlyAsync(HttpContext context, ResponseFormat format, OutboundFrame frame)
    {
        using PooledWriter output = new();
        format.Write(output, frame);
        await context.Response.BodyWriter.WriteAsync(output.Written);
    }
}
