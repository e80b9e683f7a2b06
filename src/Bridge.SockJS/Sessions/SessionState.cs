// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.SockJS.Sessions;

/// <summary>The life of a session. It begins open, since its first receiver makes it.</summary>
internal enum SessionState
{
    /// <summary>In use.</summary>
    Open,

    /// <summary>Closed by the server; the client is still to be told, and what it sends is dropped.</summary>
    Closing,

    /// <summary>Broken off; kept so that a late request gets the close frame and no new session.</summary>
    Interrupted,

    /// <summary>Out of the registry; its id is free again.</summary>
    Removed,
}
