// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Bridge.SockJS.Tests.Hosts;

/// <summary>A TCP connection to the server, byte by byte. Its text is Latin-1: one character a byte.</summary>
public sealed class RawConnection : IDisposable
{
    private readonly Socket _socket;
    private readonly NetworkStream _stream;

    private RawConnection(Socket socket)
    {
        _socket = socket;
        _stream = new NetworkStream(socket, ownsSocket: true);
    }

    public static async Task<RawConnection> OpenAsync(int port)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        return new RawConnection(socket);
    }

    public Task SendAsync(string text) => _stream.WriteAsync(Encoding.Latin1.GetBytes(text)).AsTask().Within("a send");

    /// <summary>Reads the head of an answer, up to and with the empty line.</summary>
    public async Task<string> ReadHeadAsync()
    {
        StringBuilder head = new();
        do
        {
            head.Append(await ReadAsync(1));
        }
        while (head.Length < 4 || head.ToString(head.Length - 4, 4) != "\r\n\r\n");

        return head.ToString();
    }

    public async Task<string> ReadAsync(int length)
    {
        byte[] bytes = new byte[length];
        await _stream.ReadExactlyAsync(bytes).AsTask().Within($"{length} bytes");
        return Encoding.Latin1.GetString(bytes);
    }

    /// <summary>Reads until the server closes the connection.</summary>
    public async Task<string> ReadToEndAsync()
    {
        using StreamReader reader = new(_stream, Encoding.Latin1, leaveOpen: true);
        return await reader.ReadToEndAsync().Within("the end of the connection");
    }

    /// <summary>Ends the connection with a reset.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }

    public void Dispose() => _stream.Dispose();
}
