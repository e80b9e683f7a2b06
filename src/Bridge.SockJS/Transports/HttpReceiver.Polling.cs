// Licensed under the MIT License. See LICENSE in the repository root.

using System.IO.Pipelines;
using Bridge.SockJS.Frames;
using Bridge.SockJS.Sessions;
using Microsoft.AspNetCore.Http;

namespace Bridge.SockJS.Transports;

/// <content>Requests that take one frame.</content>
internal sealed partial class HttpReceiver
{
    private static async Task AnswerPollAsync(HttpContext context, SockJSSession session, Receiver receiver, ResponseFormat format)
    {
        await WriteFrameAsync(context, session, receiver, format);

        // What follows is the app's middleware; it must not keep the delivery loop from others.
        await receiver.LeaveLoopAsync();
    }

    /// <summary>Writes one frame. Head, frame and end leave together, however late the frame comes.</summary>
    private static async Task WriteFrameAsync(HttpContext context, SockJSSession session, Receiver receiver, ResponseFormat format)
    {
        using PooledWriter output = new();
        bool isDropped = true;
        try
        {
            await using CancellationTokenRegistration registration = DetachOnAbort(context, session, receiver);
            bool isTaken;
            OutboundFrame frame;
            do
            {
                // Even for what is there already it waits for its turn: at once when the loop has nothing to do; under load more comes meanwhile.
                await receiver.WaitAsync();
                isTaken = session.TryTake(receiver, out frame);
            }
            while (!isTaken && !receiver.IsDropped && !receiver.IsReplaced);
            format.Write(output, isTaken ? frame : OutboundFrame.OfClose(SessionClose.SecondReceiver));
            isDropped = receiver.IsDropped;
        }
        finally
        {
            // Before the client has the answer, as it polls again at once.
            session.Detach(receiver, isDropped);
        }

        WriteUnflushed(context.Response.BodyWriter, output.Written.Span);
        await context.Response.CompleteAsync();
    }

    // One piece of memory, so that it is one HTTP chunk however long it is.
    private static void WriteUnflushed(PipeWriter body, ReadOnlySpan<byte> frame)
    {
        frame.CopyTo(body.GetSpan(frame.Length));
        body.Advance(frame.Length);
    }
}
