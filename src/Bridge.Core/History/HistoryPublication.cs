// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Groups;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Bridge.Core.History;

/// <summary>A message of this node on its way through a history.</summary>
/// <param name="Message">The message.</param>
/// <param name="Encoded">The message without a position.</param>
/// <param name="Except">Who is left out, or null.</param>
/// <param name="Version">The transition that it belongs to; 0 for none.</param>
internal sealed record HistoryPublication(InvocationMessage Message, EncodedMessage Encoded, object? Except, long Version);
