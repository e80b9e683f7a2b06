// Licensed under the MIT License. See LICENSE in the repository root.

using System.ComponentModel;
using System.Net;
using Bridge.LoadTest.Native;

namespace Bridge.LoadTest.Requests;

/// <summary>One connection with one request in flight: the next one goes out when its answer is there.</summary>
internal sealed class RequestConnection(Epoll epoll, int token, byte[] request)
{
    private readonly TcpSocket _socket = new(epoll, token);
    private readonly AnswerReader _answers = new();
    private bool _isConnected;

    public void Connect(IPEndPoint endPoint) => _socket.Connect(endPoint, smallReceiveBuffer: false);

    /// <summary>Goes on, and returns how many answers came.</summary>
    public int OnReady(PollEvents events, byte[] buffer)
    {
        if (!_isConnected)
        {
            if (_socket.FinishConnect() is var error and not 0)
            {
                throw new Win32Exception(error);
            }

            _isConnected = true;
            _socket.Send(request);
            return 0;
        }

        if (events.HasFlag(PollEvents.Out))
        {
            _socket.Flush();
        }

        var count = _socket.Receive(buffer);
        if (count < 0)
        {
            throw new LoadTestException("The server closed a connection.");
        }

        var answers = _answers.Read(buffer.AsSpan(0, count));
        if (answers > 0)
        {
            _socket.Send(request);
        }

        return answers;
    }

    public void Close() => _socket.Close();
}
