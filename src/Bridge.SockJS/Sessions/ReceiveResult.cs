// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.SockJS.Sessions;

/// <summary>What became of messages of a client.</summary>
internal enum ReceiveResult
{
    /// <summary>The handler gets them; or the session is closing, and nobody does.</summary>
    Accepted,

    /// <summary>There is no such session any more.</summary>
    NoSession,

    /// <summary>Too much waits for the handler already.</summary>
    Full,
}
