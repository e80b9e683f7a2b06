// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Delivery;

/// <summary>A message in one framing, and those in others.</summary>
/// <param name="Framing">The framing.</param>
/// <param name="Frame">The message in it.</param>
/// <param name="Next">The form that was made before, or null.</param>
internal sealed record MessageForm(MessageFraming Framing, ReadOnlyMemory<byte> Frame, MessageForm? Next);
