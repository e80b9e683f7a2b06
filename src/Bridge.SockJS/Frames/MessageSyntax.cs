// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.SockJS.Frames;

/// <summary>What a client's body turned out to be.</summary>
internal enum MessageSyntax
{
    /// <summary>Messages.</summary>
    Valid,

    /// <summary>No JSON.</summary>
    NotJson,

    /// <summary>JSON, but not an array of strings.</summary>
    NotStrings,
}
