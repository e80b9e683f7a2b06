// Licensed under the MIT License. See LICENSE in the repository root.

using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Bridge.LoadTest.Native;

/// <summary>One epoll instance: many sockets on one thread.</summary>
internal sealed unsafe class Epoll : IDisposable
{
    private const int MaxEvents = 512;
    private const int Add = 1;
    private const int Delete = 2;
    private const int Change = 3;

    // struct epoll_event is packed on x64 only: 32 bits of events, then 64 bits of user data.
    private static readonly int s_size = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;

    private readonly int _descriptor = Libc.EpollCreate(0);
    private readonly byte* _events = (byte*)NativeMemory.AllocZeroed((nuint)(MaxEvents * s_size));

    public void Watch(int descriptor, PollEvents events, int token) => Control(Add, descriptor, events, token);

    public void Rewatch(int descriptor, PollEvents events, int token) => Control(Change, descriptor, events, token);

    public void Unwatch(int descriptor) => Control(Delete, descriptor, PollEvents.None, 0);

    /// <summary>Waits at most that long and returns how many events <see cref="Read"/> has.</summary>
    public int Wait(long nanoseconds)
    {
        var count = Libc.EpollWait(_descriptor, _events, MaxEvents, new Libc.TimeSpec(nanoseconds), 0);
        if (count < 0 && Marshal.GetLastPInvokeError() is var error and not Libc.Interrupted)
        {
            throw new Win32Exception(error);
        }

        return Math.Max(count, 0);
    }

    public PollEvents Read(int index, out int token)
    {
        var entry = _events + index * s_size;
        token = (int)Unsafe.ReadUnaligned<long>(entry + s_size - sizeof(long));
        return Unsafe.ReadUnaligned<PollEvents>(entry);
    }

    public void Dispose()
    {
        _ = Libc.Close(_descriptor);
        NativeMemory.Free(_events);
    }

    private void Control(int operation, int descriptor, PollEvents events, int token)
    {
        var entry = stackalloc byte[16];
        Unsafe.WriteUnaligned(entry, events);
        Unsafe.WriteUnaligned(entry + s_size - sizeof(long), (long)token);
        if (Libc.EpollControl(_descriptor, operation, descriptor, entry) < 0)
        {
            throw new Win32Exception();
        }
    }
}
