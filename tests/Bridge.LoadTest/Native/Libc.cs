// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;

namespace Bridge.LoadTest.Native;

/// <summary>
/// The few system calls of the generator. The framework's own sockets cost more than the calls below them, and a generator
/// that shares two cores with the server must cost as little as it can. Linux only, like /proc.
/// </summary>
internal static unsafe partial class Libc
{
    public const int InProgress = 115;
    public const int Again = 11;
    public const int Interrupted = 4;

    public const int AddressFamilyInternet = 2;
    public const int StreamNonBlockingCloseOnExec = 0x1 | 0x800 | 0x80000;
    public const int LevelTcp = 6;
    public const int TcpNoDelay = 1;
    public const int LevelSocket = 1;
    public const int SocketError = 4;
    public const int SocketReceiveBuffer = 8;
    public const int SocketLinger = 13;
    public const int SendNoSignal = 0x4000;

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    public static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    public static partial int Connect(int descriptor, in InternetAddress address, int length);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetSocketOption(int descriptor, int level, int name, void* value, int length);

    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    public static partial int GetSocketOption(int descriptor, int level, int name, void* value, ref int length);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(int descriptor, byte* data, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(int descriptor, byte* buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int EpollControl(int epoll, int operation, int descriptor, byte* epollEvent);

    [LibraryImport("libc", EntryPoint = "epoll_pwait2", SetLastError = true)]
    public static partial int EpollWait(int epoll, byte* events, int maxEvents, in TimeSpec timeout, nint signalMask);

    /// <summary><c>struct sockaddr_in</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public readonly struct InternetAddress(IPEndPoint endPoint)
    {
        private readonly ushort _family = AddressFamilyInternet;
        private readonly ushort _port = BinaryPrimitives.ReverseEndianness((ushort)endPoint.Port);
        private readonly uint _address = BitConverter.ToUInt32(endPoint.Address.GetAddressBytes());
        private readonly ulong _padding;
    }

    /// <summary><c>struct timespec</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public readonly struct TimeSpec(long nanoseconds)
    {
        private readonly long _seconds = nanoseconds / 1_000_000_000;
        private readonly long _nanoseconds = nanoseconds % 1_000_000_000;
    }
}
