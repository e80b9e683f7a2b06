// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Hubs;

/// <summary>An invocation whose arguments are JSON already.</summary>
internal interface IRawArguments
{
    /// <summary>The array of arguments, in UTF-8.</summary>
    ReadOnlyMemory<byte> ArgumentsJson { get; }
}
