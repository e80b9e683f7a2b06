// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.LoadTest.Commands;

/// <summary>The protocols that can be chosen on the command line.</summary>
internal enum ProtocolKind
{
    Pusher,
    SignalR,
    ChannelHub,
}
