// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers.Binary;
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
    private readonly Socket _socket;
    private long _number;
    private int _tries;

    private DirectSocketSwitch(DialectConnection connection, Socket socket)
    {
        _connection = connection;
        _socket = socket;
    }

    /// <summary>Prepares the move; null if the connection is not eligible.</summary>
    /// <param name="context">The request.</param>
    /// <param name="connection">The connection.</param>
    public static DirectSocketSwitch? Create(HttpContext context, DialectConnection connection) =>
        HttpProtocol.IsHttp11(context.Request.Protocol)
            && context.Features.Get<ITlsHandshakeFeature>() is null
            && context.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket
            ? new DirectSocketSwitch(connection, socket)
            : null;

    /// <summary>Begins the move; does nothing the second time.</summary>
    public void Begin()
    {
        if (Interlocked.CompareExchange(ref _tries, 1, 0) == 0)
        {
            Probe();
        }
    }

    /// <summary>Looks at a pong of the client.</summary>
    /// <param name="payload">What it carries.</param>
    public void OnPong(ReadOnlySpan<byte> payload)
    {
        long number = Volatile.Read(ref _number);
        if (number != 0 && payload.Length == sizeof(long) && BinaryPrimitives.ReadInt64BigEndian(payload) == number)
        {
            // A client that sends its pong twice gets no second move.
            Volatile.Write(ref _number, 0);
            _connection.Outbox.PostSwitch(number, new SocketSink(_socket), OnTried);
        }
    }

    private void Probe()
    {
        // Nobody but the client that got it can know the number.
        long number = BinaryPrimitives.ReadInt64BigEndian(RandomNumberGenerator.GetBytes(sizeof(long))) | 1;
        Volatile.Write(ref _number, number);
        _connection.Outbox.PostProbe(OutboundMessage.RawFrame(WebSocketFrame.PingFrame(number)), number);
    }

    private void OnTried(bool isDone)
    {
        if (isDone || _tries == MaxTries)
        {
            _connection.DirectSocket = null;
        }
        else
        {
            _tries++;
            Probe();
        }
    }
}
