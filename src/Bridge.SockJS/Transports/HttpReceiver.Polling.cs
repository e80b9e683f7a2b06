// Licensed under the MIT License. See LICENSE in the repository root.

using System.IO.Pipelines;
using Bridge.SockJS.Frames;
using Bridge.SockJS.Sessions;
using Microsoft.AspNetCore.Http;

namespace Bridge.SockJS.Transports;

/// <content>Requests that take one frame.</content>
internal sealed partial class HttpReceiver
{
    /// <summary>Answers with one frame. It leaves together with the end of the response, and with the head if it is there already.</summary>
    private static async Task AnswerPollAsync(HttpContext context, SockJSSession session, Receiver receiver, ResponseFormat format)
    {
        using PooledWriter output = new();
        bool isDropped = true;
        try
        {
            // It waits for its turn, at once when the loop has nothing to do; under load there is a message by then, or several.
            receiver.Wake();
            await receiver.WaitAsync();
            bool isTaken = session.TryTake(receiver, out OutboundFrame frame);
            if (!isTaken)
            {
                await BeginAsync(context, format.Prelude);
                await using CancellationTokenRegistration registration = DetachOnAbort(context, session, receiver);
                while (!(isTaken = session.TryTake(receiver, out frame)) && !receiver.IsDropped && !receiver.IsReplaced)
                {
                    await receiver.WaitAsync();
                }
            }

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
