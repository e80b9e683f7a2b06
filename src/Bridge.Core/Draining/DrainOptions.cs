// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Draining;

/// <summary>How a node empties itself before it ends.</summary>
public sealed class DrainOptions
{
    /// <summary>
    /// The seconds from the signal to stop until the process ends, at most. Connections are closed over the first six tenths, so that
    /// their clients do not all come to the other nodes at once. Takes the place of the host's <c>ShutdownTimeout</c>. Default: 25.
    /// </summary>
    public int Seconds { get; set; } = 25;
}
