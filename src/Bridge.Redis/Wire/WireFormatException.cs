// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Redis.Wire;

/// <summary>A message is not what the wire format says.</summary>
/// <param name="what">What is wrong with it; never its content.</param>
internal sealed class WireFormatException(string what) : FormatException(what);
