// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Backplane;

namespace Bridge.Core.History;

/// <summary>A message that a history keeps.</summary>
/// <param name="Offset">Its number.</param>
/// <param name="Message">The message, with its position.</param>
public readonly record struct HistoryEntry(long Offset, BackplaneMessage Message);
