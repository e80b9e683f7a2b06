// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Redis.State;

/// <summary>What became of something that was due.</summary>
/// <param name="Next">The instant at which it is due again, or 0.</param>
/// <param name="Failure">Why it could not be settled, because of a key; otherwise null.</param>
internal readonly record struct Settlement(ReadOnlyMemory<byte> Next, Exception? Failure = null);
