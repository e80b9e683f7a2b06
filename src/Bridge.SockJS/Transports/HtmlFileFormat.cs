// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Text;
using Bridge.SockJS.Frames;

namespace Bridge.SockJS.Transports;

/// <summary>A page in a hidden frame; each frame is a script that calls the page around it.</summary>
/// <param name="callback">The name to call, which <see cref="CallbackName"/> has checked.</param>
internal sealed class HtmlFileFormat(string callback) : ResponseFormat
{
    // Browsers of old ran no script before they had 1 KiB.
    private const int PageLength = 1024;

    public override string ContentType => ContentTypes.Html;

    public override ReadOnlyMemory<byte> Prelude { get; } = Encoding.ASCII.GetBytes(PageOf(callback).PadRight(PageLength) + "\r\n\r\n");

    public override void Write(IBufferWriter<byte> output, in OutboundFrame frame)
    {
        output.Write("<script>\np("u8);
        WriteAsJson(output, frame, inMarkup: true);
        output.Write(");\n</script>\r\n"u8);
    }

    private static string PageOf(string callback) => $$"""
        <!doctype html>
        <html><head>
          <meta http-equiv="X-UA-Compatible" content="IE=edge" />
          <meta http-equiv="Content-Type" content="text/html; charset=UTF-8" />
        </head><body><h2>Don't panic!</h2>
          <script>
            document.domain = document.domain;
            var c = parent.{{callback}};
            c.start();
            function p(d) {c.message(d);};
            window.onload = function() {c.stop();};
          </script>
        """;
}
