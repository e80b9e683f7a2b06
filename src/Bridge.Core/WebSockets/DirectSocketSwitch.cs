// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net.Sockets;
using System.Security.Cryptography;
using Bridge.Core.Connections;
using Bridge.Core.Delivery;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Bridge.Core.WebSockets;

/// <summary>
/// Moves a connection from the server's stream to its socket. Only plain HTTP/1.1, and only once the server's own output
/// is proved empty: a ping goes out through the stream, and its pong must come back before anything else was written there.
/// </summary>
internal sealed class DirectSocketSwitch
{
    // On a connection that is written to all the time each try may fail. It then stays on the stream, which works as well.
    private const int MaxTries = 8;

    private readonly DialectConnection _connection;
    private readonly FramedStream _stream;
    private readonly Socket _socket;
    private long _number;
    private int _tries;

    private DirectSocketSwitch(DialectConnection connection, FramedStream stream, Socket socket)
    {
        _connection = connection;
        _stream = stream;
        _socket = socket;
        stream.Drained = OnDrained;
    }

    /// <summary>Prepares the move; null if the connection is not eligible.</summary>
    /// <param name="context">The request.</param>
    /// <param name="connection">The connection.</param>
    /// <param name="stream">The connection's stream.</param>
    public static DirectSocketSwitch? Create(HttpContext context, DialectConnection connection, FramedStream stream)
    {
        return HttpProtocol.IsHttp11(context.Request.Protocol)
            && context.Features.Get<ITlsHandshakeFeature>() is null
            && context.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket
            ? new DirectSocketSwitch(connection, stream, socket)
            : null;
    }

    /// <summary>Begins the move.</summary>
    public void Begin() => Probe();

    private void Probe()
    {
        _tries++;
        _number = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));
        _stream.Probe = new DrainProbe(_number);
        _connection.Outbox.PostProbe(OutboundMessage.RawFrame(WebSocketFrame.PingFrame(_number)), _number);
    }

    private void OnDrained() => _connection.Outbox.PostSwitch(_number, new SocketSink(_socket), Retry);

    private void Retry()
    {
        if (_tries < MaxTries)
        {
            Probe();
        }
    }
}
