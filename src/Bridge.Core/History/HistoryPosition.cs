// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.History;

/// <summary>A place in a channel's history.</summary>
/// <param name="Epoch">
/// The name of the history, random and never used again: another one means that the earlier history is lost, and offsets count anew.
/// </param>
/// <param name="Offset">The number of a message, one more than that of the message before; 0 stands before the first.</param>
public readonly record struct HistoryPosition(string Epoch, long Offset);
