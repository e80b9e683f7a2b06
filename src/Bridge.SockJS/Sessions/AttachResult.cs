// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.SockJS.Sessions;

/// <summary>Whether a receiver may take a session's frames.</summary>
internal enum AttachResult
{
    /// <summary>It may.</summary>
    Attached,

    /// <summary>Another one does.</summary>
    Busy,

    /// <summary>The session is gone.</summary>
    Removed,
}
