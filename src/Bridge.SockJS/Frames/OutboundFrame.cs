// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Globalization;
using System.Text;
using Bridge.SockJS.Sessions;

namespace Bridge.SockJS.Frames;

/// <summary>A frame for the client.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="Messages">The messages of <see cref="FrameKind.Messages"/>, each in the session's encoding.</param>
/// <param name="Close">Code and reason of <see cref="FrameKind.Close"/>.</param>
/// <param name="HostName">Where <see cref="FrameKind.Open"/> sends the client to from now on, or null.</param>
internal readonly record struct OutboundFrame(FrameKind Kind, List<ReadOnlyMemory<byte>> Messages, SessionClose Close, string? HostName = null)
{
    public static OutboundFrame Heartbeat { get; } = new(FrameKind.Heartbeat, [], default);

    public static OutboundFrame OfOpen(string? hostName) => new(FrameKind.Open, [], default, hostName);

    public static OutboundFrame OfMessages(List<ReadOnlyMemory<byte>> messages) => new(FrameKind.Messages, messages, default);

    public static OutboundFrame OfClose(SessionClose close) => new(FrameKind.Close, [], close);

    /// <summary>Writes the frame in the letters of SockJS.</summary>
    /// <param name="output">Where to.</param>
    public void WriteTo(IBufferWriter<byte> output)
    {
        switch (Kind)
        {
            case FrameKind.Open:
                WriteOpen(output);
                break;
            case FrameKind.Heartbeat:
                output.Write("h"u8);
                break;
            case FrameKind.Messages:
                WriteMessages(output);
                break;
            default:
                output.Write("c["u8);
                output.Write(Encoding.UTF8.GetBytes(Close.Code.ToString(CultureInfo.InvariantCulture)));
                output.Write(","u8);
                JsonText.Write(output, Encoding.UTF8.GetBytes(Close.Reason));
                output.Write("]"u8);
                break;
        }
    }

    private void WriteOpen(IBufferWriter<byte> output)
    {
        output.Write("o"u8);
        if (HostName is not null)
        {
            output.Write("{\"hostname\":"u8);
            JsonText.Write(output, Encoding.UTF8.GetBytes(HostName));
            output.Write("}"u8);
        }
    }

    private void WriteMessages(IBufferWriter<byte> output)
    {
        output.Write("a["u8);
        for (int i = 0; i < Messages.Count; i++)
        {
            if (i > 0)
            {
                output.Write(","u8);
            }

            output.Write(Messages[i].Span);
        }

        output.Write("]"u8);
    }
}
