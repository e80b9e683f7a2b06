// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Text;
using Bridge.SockJS.Frames;

namespace Bridge.SockJS.Transports;

/// <summary>A script that calls a function of the page with the frame.</summary>
/// <param name="callback">The name to call, which <see cref="CallbackName"/> has checked.</param>
internal sealed class JsonpFormat(string callback) : ResponseFormat
{
    public override string ContentType => ContentTypes.Script;

    public override void Write(IBufferWriter<byte> output, in OutboundFrame frame)
    {
        // The comment keeps plug-ins from taking the answer for a file of their own, whatever the callback's name.
        output.Write("/**/"u8);
        output.Write(Encoding.ASCII.GetBytes(callback));
        output.Write("("u8);
        WriteAsJson(output, frame, inMarkup: false);
        output.Write(");\r\n"u8);
    }
}
