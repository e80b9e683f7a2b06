// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Server.Check;

/// <summary>How a probe ended.</summary>
internal enum CheckStatus
{
    /// <summary>As it should be.</summary>
    Works,

    /// <summary>Clients get by, but something is worth a look.</summary>
    Warning,

    /// <summary>Clients of this kind do without it, or don't get through at all.</summary>
    Broken,

    /// <summary>Not tried, because something for it was not given.</summary>
    Skipped,
}
