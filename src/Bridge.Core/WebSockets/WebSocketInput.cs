// Licensed under the MIT License. See LICENSE in the repository root.

using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Bridge.Core.WebSockets;

/// <summary>Chooses what an accepted WebSocket is read from.</summary>
internal static class WebSocketInput
{
    /// <summary>
    /// The connection's own input pipe for HTTP/1.1, whose bytes after the handshake are the WebSocket's alone: no copy, and
    /// two pending reads less. Otherwise the stream, read without a buffer as long as nothing comes.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="stream">The accepted stream.</param>
    /// <param name="direct">Whether the connection's own pipe may be used.</param>
    public static PipeReader Of(HttpContext context, Stream stream, bool direct)
    {
        if (direct && HttpProtocol.IsHttp11(context.Request.Protocol)
            && context.Features.Get<IConnectionTransportFeature>()?.Transport.Input is { } input)
        {
            return input;
        }

        return PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true, useZeroByteReads: true));
    }
}
