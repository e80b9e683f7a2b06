// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.SockJS.Roaming;

/// <summary>Where a session is that a request asks for.</summary>
public enum SessionPlace
{
    /// <summary>At this node, or at none.</summary>
    Here,

    /// <summary>At another node, which has answered the request.</summary>
    Elsewhere,

    /// <summary>Gone with the node that had it. Nothing has been answered.</summary>
    Lost,
}
