// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Resp;

namespace Bridge.Redis.Tests.Servers;

/// <summary>A payload of given bytes.</summary>
internal readonly struct TextPayload(byte[] bytes) : IRespPayload
{
    public TextPayload(string text)
        : this(System.Text.Encoding.UTF8.GetBytes(text))
    {
    }

    public int Length => bytes.Length;

    public void Write(Span<byte> destination) => bytes.CopyTo(destination);
}
