// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Resp;

namespace Bridge.Redis.Wire;

/// <summary>Tells the server that asked that a change is made: an array of the command's id.</summary>
/// <param name="Id">The id.</param>
internal readonly record struct Acknowledgement(int Id) : IRespPayload
{
    public int Length => 1 + MessagePackWriter.LengthOfInteger(Id);

    public void Write(Span<byte> destination)
    {
        var writer = new MessagePackWriter(destination);
        writer.WriteArrayHeader(1);
        writer.WriteInteger(Id);
    }

    /// <summary>Reads an acknowledgement.</summary>
    /// <exception cref="WireFormatException">It is none.</exception>
    public static Acknowledgement Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new MessagePackReader(bytes);
        if (reader.ReadArrayHeader() < 1)
        {
            throw new WireFormatException("an acknowledgement has one item at least");
        }

        return new Acknowledgement(unchecked((int)reader.ReadInteger()));
    }
}
