// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.LoadTest.Native;

/// <summary>What <see cref="Epoll"/> waits for and reports: the EPOLL* bits of the same names.</summary>
[Flags]
internal enum PollEvents : uint
{
    None = 0,
    In = 0x001,
    Out = 0x004,
    Error = 0x008,
    HangUp = 0x010,
}
