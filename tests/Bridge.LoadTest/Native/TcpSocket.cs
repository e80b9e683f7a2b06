// Licensed under the MIT License. See LICENSE in the repository root.

using System.ComponentModel;
using System.Net;
using System.Runtime.InteropServices;

namespace Bridge.LoadTest.Native;

/// <summary>A non-blocking TCP socket in an <see cref="Epoll"/> set. What the kernel does not take at once waits here.</summary>
internal sealed unsafe class TcpSocket(Epoll epoll, int token)
{
    private const int SmallReceiveBuffer = 4096;

    private readonly List<byte> _unsent = [];
    private int _descriptor = -1;

    public bool IsOpen => _descriptor >= 0;

    /// <summary>Starts to connect; the socket becomes writable when that is over.</summary>
    /// <param name="endPoint">An IPv4 address and port.</param>
    /// <param name="smallReceiveBuffer">Lets the kernel hold little for a client that will stop reading.</param>
    public void Connect(IPEndPoint endPoint, bool smallReceiveBuffer)
    {
        _descriptor = Libc.Socket(Libc.AddressFamilyInternet, Libc.StreamNonBlockingCloseOnExec, 0);
        if (_descriptor < 0)
        {
            throw new Win32Exception();
        }

        SetOption(Libc.LevelTcp, Libc.TcpNoDelay, 1);
        if (smallReceiveBuffer)
        {
            SetOption(Libc.LevelSocket, Libc.SocketReceiveBuffer, SmallReceiveBuffer);
        }

        // Close with a reset, so that thousands of finished connections don't hold their ports for a minute.
        SetOption(Libc.LevelSocket, Libc.SocketLinger, 1L);

        var address = new Libc.InternetAddress(endPoint);
        if (Libc.Connect(_descriptor, address, sizeof(Libc.InternetAddress)) < 0
            && Marshal.GetLastPInvokeError() is var error and not Libc.InProgress)
        {
            throw new Win32Exception(error);
        }

        epoll.Watch(_descriptor, PollEvents.In | PollEvents.Out, token);
    }

    /// <summary>To be called at the first readiness: 0 when connected, else the error number.</summary>
    public int FinishConnect()
    {
        int error = 0, length = sizeof(int);
        _ = Libc.GetSocketOption(_descriptor, Libc.LevelSocket, Libc.SocketError, &error, ref length);
        if (error == 0)
        {
            epoll.Rewatch(_descriptor, PollEvents.In, token);
        }

        return error;
    }

    /// <summary>Bytes read, 0 when there is nothing to read now, -1 when the connection has ended.</summary>
    public int Receive(Span<byte> buffer)
    {
        nint count;
        fixed (byte* start = buffer)
        {
            count = Libc.Receive(_descriptor, start, buffer.Length, 0);
        }

        if (count > 0)
        {
            return (int)count;
        }

        return count < 0 && Marshal.GetLastPInvokeError() is Libc.Again or Libc.Interrupted ? 0 : -1;
    }

    public void Send(ReadOnlySpan<byte> data)
    {
        if (!IsOpen)
        {
            return;
        }

        if (_unsent.Count > 0)
        {
            _unsent.AddRange(data);
            return;
        }

        var sent = SendNow(data);
        if (sent < data.Length)
        {
            _unsent.AddRange(data[sent..]);
            epoll.Rewatch(_descriptor, PollEvents.In | PollEvents.Out, token);
        }
    }

    /// <summary>Sends what is waiting, now that the socket is writable.</summary>
    public void Flush()
    {
        if (_unsent.Count > 0)
        {
            _unsent.RemoveRange(0, SendNow(CollectionsMarshal.AsSpan(_unsent)));
        }

        if (_unsent.Count == 0)
        {
            epoll.Rewatch(_descriptor, PollEvents.In, token);
        }
    }

    /// <summary>Leaves the connection open and never reads from it again.</summary>
    public void StopReading() => epoll.Unwatch(_descriptor);

    public void Close()
    {
        if (IsOpen)
        {
            _ = Libc.Close(_descriptor);
            _descriptor = -1;
            _unsent.Clear();
        }
    }

    private int SendNow(ReadOnlySpan<byte> data)
    {
        fixed (byte* start = data)
        {
            // A broken connection shows itself on the reading side.
            return (int)Math.Max(0, Libc.Send(_descriptor, start, data.Length, Libc.SendNoSignal));
        }
    }

    private void SetOption<T>(int level, int name, T value)
        where T : unmanaged =>
        _ = Libc.SetSocketOption(_descriptor, level, name, &value, sizeof(T));
}
