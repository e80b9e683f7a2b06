// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.SockJS.Frames;

/// <summary>The frames that a server sends.</summary>
internal enum FrameKind
{
    /// <summary>The session is open: <c>o</c>.</summary>
    Open,

    /// <summary>Nothing but a sign of life: <c>h</c>.</summary>
    Heartbeat,

    /// <summary>Messages: <c>a[...]</c>.</summary>
    Messages,

    /// <summary>The session is over: <c>c[code,"reason"]</c>.</summary>
    Close,
}
