// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Mapping;

/// <summary>Where the value of a parameter comes from.</summary>
internal enum ArgumentSource
{
    /// <summary>Not fixed: decided by the data of each call (docs/mapping.md, "Arguments").</summary>
    Free,

    /// <summary>The channel.</summary>
    Channel,

    /// <summary>The event's name.</summary>
    Event,

    /// <summary>The data as a whole.</summary>
    Data,

    /// <summary>A member of the data, which is an object.</summary>
    Member,

    /// <summary>Always the default.</summary>
    Default,
}
