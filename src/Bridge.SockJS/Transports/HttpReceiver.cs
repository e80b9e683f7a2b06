// Licensed under the MIT License. See LICENSE in the repository root.

using System.IO.Pipelines;
using System.Text;
using Bridge.SockJS.Endpoints;
using Bridge.SockJS.Frames;
using Bridge.SockJS.Roaming;
using Bridge.SockJS.Sessions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bridge.SockJS.Transports;

/// <summary>Serves the requests that take a session's frames.</summary>
/// <param name="service">The service.</param>
internal sealed partial class HttpReceiver(SockJSService service)
{
    // The server learns late that a client has broken off, and the client may ask again at once.
    private static readonly TimeSpan DetachGrace = TimeSpan.FromMilliseconds(300);

    private const int OneFrame = 1;

    private readonly bool _endsStreams = service.Options.Client != SockJSClient.PusherHttp;

    /// <summary>Serves one request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="id">The session's id.</param>
    /// <param name="transport">The transport.</param>
    /// <param name="format">How frames are written.</param>
    /// <param name="limit">
    /// The characters of frames after which the response ends, or, where the client ends it, nothing more is written to it.
    /// </param>
    public Task RunAsync(HttpContext context, string id, SockJSTransports transport, ResponseFormat format, int limit)
    {
        SessionOwner owner = SessionOwner.Of(context);
        Receiver receiver = service.CreateReceiver(answersHeartbeats: limit > OneFrame);
        return service.Registry.Find(id, owner) is { } session && session.Attach(receiver) == AttachResult.Attached
            ? ServeAsync(context, session, receiver, format, limit)
            : AttachAndServeAsync(context, id, owner, transport, receiver, format, limit);
    }

    private Task ServeAsync(HttpContext context, SockJSSession session, Receiver receiver, ResponseFormat format, int limit)
    {
        bool isStream = limit > OneFrame;
        PrepareResponse(context, format, isStream);
        return isStream
            ? StreamAsync(context, session, receiver, format, limit)
            : AnswerPollAsync(context, session, receiver, format);
    }

    /// <summary>Makes the session if there is none, and lets a receiver that is about to go go.</summary>
    private async Task AttachAndServeAsync(
        HttpContext context, string id, SessionOwner owner, SockJSTransports transport, Receiver receiver, ResponseFormat format, int limit)
    {
        bool isStream = limit > OneFrame;
        SockJSSession? session;
        AttachResult attached;
        do
        {
            if (!service.Registry.Contains(id) && !await IsHereAsync(context, id, format, isStream))
            {
                return;
            }

            session = service.Registry.Find(id, owner) ?? await CreateAsync(context, id, owner, transport);
            if (session is null)
            {
                await RefuseAsync(context, id);
                return;
            }

            attached = await AttachAsync(session, receiver);
        }
        while (attached == AttachResult.Removed);

        if (attached == AttachResult.Busy)
        {
            PrepareResponse(context, format, isStream);
            await BeginAsync(context, format.Prelude);
            await WriteOnlyAsync(context, format, OutboundFrame.OfClose(SessionClose.SecondReceiver));
        }
        else
        {
            await ServeAsync(context, session, receiver, format, limit);
        }
    }

    /// <summary>Whether the session may be at this node. Otherwise the request has been answered.</summary>
    private async ValueTask<bool> IsHereAsync(HttpContext context, string id, ResponseFormat format, bool isStream)
    {
        SessionPlace place = service.Directory is { } directory
            ? await directory.LocateAsync(context, service.NameOf(id), isReceiver: true)
            : SessionPlace.Here;
        if (place == SessionPlace.Lost)
        {
            PrepareResponse(context, format, isStream);
            await BeginAsync(context, format.Prelude);
            await WriteOnlyAsync(context, format, OutboundFrame.OfClose(SessionClose.Interrupted));
        }

        return place == SessionPlace.Here;
    }

    private static void PrepareResponse(HttpContext context, ResponseFormat format, bool isStream)
    {
        context.Response.ContentType = format.ContentType;
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        if (isStream)
        {
            context.Response.Headers["X-Accel-Buffering"] = "no";
        }
    }

    private Task RefuseAsync(HttpContext context, string id)
    {
        if (service.Registry.Contains(id))
        {
            return Answers.NotFoundAsync(context);
        }

        service.Directory?.Release(service.NameOf(id));
        service.Metrics.Refuse("sessions");
        return Answers.TextAsync(context, StatusCodes.Status503ServiceUnavailable, "Too many sessions.");
    }

    private async ValueTask<SockJSSession?> CreateAsync(HttpContext context, string id, SessionOwner owner, SockJSTransports transport)
    {
        ClientAddress address = ClientAddress.Of(context.Connection.RemoteIpAddress);
        if (service.Registry.Contains(id) || !service.Registry.TryReserve(address))
        {
            return null;
        }

        if (!service.Unproven.TryTake(address))
        {
            service.Registry.Release(address);
            return null;
        }

        SockJSConnection connection = service.CreateConnection(
            context, transport, () => service.Remove(id), () => service.Unproven.Release(address));
        if (service.Registry.TryAdd(id, connection.Session, owner, address))
        {
            service.Start(connection);
            return connection.Session;
        }

        // Another request of this client was faster.
        service.Registry.Release(address);
        service.Unproven.Release(address);
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

    /// <summary>The session ends with the client's connection, not when the request happens to notice.</summary>
    private static CancellationTokenRegistration DetachOnAbort(HttpContext context, SockJSSession session, Receiver receiver) =>
        context.RequestAborted.UnsafeRegister(
            static state =>
            {
                var (session, receiver) = ((SockJSSession, Receiver))state!;
                session.Detach(receiver, isDropped: true);
                receiver.Drop();
            },
            (session, receiver));

    private async Task StreamAsync(HttpContext context, SockJSSession session, Receiver receiver, ResponseFormat format, int limit)
    {
        await using CancellationTokenRegistration registration = DetachOnAbort(context, session, receiver);
        bool isDropped = true;
        bool isLeftToClient = false;
        try
        {
            // Clients that end streams themselves count all that comes, and need no second prelude.
            ReadOnlyMemory<byte> prelude = _endsStreams || session.IsFresh ? format.Prelude : default;
            await BeginAsync(context, prelude);
            int room = _endsStreams ? limit : limit - prelude.Length;
            bool isClosed = await WriteFramesAsync(context.Response.BodyWriter, session, receiver, format, room);
            if (receiver.IsReplaced)
            {
                await WriteOnlyAsync(context, format, OutboundFrame.OfClose(SessionClose.SecondReceiver));
            }

            isDropped = receiver.IsDropped;
            isLeftToClient = !_endsStreams && !isClosed && !receiver.IsReplaced;
        }
        finally
        {
            session.Detach(receiver, isDropped);
        }

        // What follows is the app's middleware; it must not keep the delivery loop from others.
        await receiver.LeaveLoopAsync();
        if (isLeftToClient)
        {
            await WaitForClientAsync(context);
        }
    }

    // Each frame is a single write, so that it is one HTTP chunk: clients may read the one before they get the next.
    private static async Task<bool> WriteFramesAsync(PipeWriter body, SockJSSession session, Receiver receiver, ResponseFormat format, int limit)
    {
        using PooledWriter output = new();
        bool isClosed = false;
        for (int written = 0; written < limit && !isClosed && !receiver.IsDropped && !receiver.IsReplaced;)
        {
            if (!session.TryTake(receiver, out OutboundFrame frame))
            {
                output.Release();
                await receiver.WaitAsync();
                continue;
            }

            isClosed = frame.Kind == FrameKind.Close;
            format.Write(output, frame);
            written += Encoding.UTF8.GetCharCount(output.Written.Span);
            await body.WriteAsync(output.Written);
            output.Clear();
        }

        return isClosed;
    }

    /// <summary>Keeps a response open that the client has had enough of. It ends as late as the session would.</summary>
    private async Task WaitForClientAsync(HttpContext context)
    {
        try
        {
            await Task.Delay(service.Options.DisconnectDelay, service.Time, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // This is what it has been waiting for.
        }
    }

    private static async Task BeginAsync(HttpContext context, ReadOnlyMemory<byte> prelude)
    {
        await context.Response.StartAsync(context.RequestAborted);
        if (prelude.IsEmpty)
        {
            await context.Response.BodyWriter.FlushAsync();
        }
        else
        {
            await context.Response.BodyWriter.WriteAsync(prelude);
        }
    }

    private static async Task WriteOnlyAsync(HttpContext context, ResponseFormat format, OutboundFrame frame)
    {
        using PooledWriter output = new();
        format.Write(output, frame);
        await context.Response.BodyWriter.WriteAsync(output.Written);
    }
}
