// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Redis.Resp;

/// <summary>What is published, in a form that writes itself.</summary>
internal interface IRespPayload
{
    /// <summary>The exact bytes that <see cref="Write"/> writes.</summary>
    int Length { get; }

    /// <summary>Writes the payload.</summary>
    /// <param name="destination">Exactly <see cref="Length"/> bytes.</param>
    void Write(Span<byte> destination);
}
