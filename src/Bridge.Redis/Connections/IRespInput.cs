// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;

namespace Bridge.Redis.Connections;

/// <summary>Takes what a server sends.</summary>
internal interface IRespInput
{
    /// <summary>Takes as many whole values as there are.</summary>
    /// <param name="input">What came and was not taken before. Not to be kept.</param>
    /// <returns>Where the first value begins that is not complete.</returns>
    SequencePosition OnInput(ReadOnlySequence<byte> input);
}
