// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.LoadTest.Clients;

/// <summary>The frame types of RFC 6455, section 5.2.</summary>
internal enum WebSocketOpcode : byte
{
    Continuation = 0,
    Text = 1,
    Binary = 2,
    Close = 8,
    Ping = 9,
    Pong = 10,
}
