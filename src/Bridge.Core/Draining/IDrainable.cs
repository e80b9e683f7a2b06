// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Draining;

/// <summary>A connection that can be sent to another node.</summary>
internal interface IDrainable
{
    /// <summary>Whether its client asks for what was sent, and so may hear of the close a moment later.</summary>
    bool IsPolling { get; }

    /// <summary>Tells the client to come back elsewhere. Must not block.</summary>
    void SendAway();
}
