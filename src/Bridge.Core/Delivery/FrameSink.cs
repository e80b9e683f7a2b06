// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Delivery;

/// <summary>Where the bytes of one connection go.</summary>
internal abstract class FrameSink
{
    /// <summary>
    /// Writes bytes. Until the task is done the bytes must stay as they are; a completed task means that nothing of them
    /// is needed any more.
    /// </summary>
    /// <param name="bytes">One or more complete frames.</param>
    public abstract ValueTask WriteAsync(ReadOnlyMemory<byte> bytes);
}
