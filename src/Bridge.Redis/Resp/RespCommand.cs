// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;

namespace Bridge.Redis.Resp;

/// <summary>A command with its arguments.</summary>
/// <param name="arguments">The command's name and what belongs to it.</param>
internal readonly struct RespCommand(params ReadOnlyMemory<byte>[] arguments) : IRespCommand
{
    public int Length
    {
        get
        {
            int length = RespWriter.HeaderLength(arguments.Length);
            foreach (ReadOnlyMemory<byte> argument in arguments)
            {
                length += RespWriter.BulkLength(argument.Length);
            }

            return length;
        }
    }

    /// <summary>Makes a command of texts.</summary>
    /// <param name="arguments">The command's name and what belongs to it.</param>
    public static RespCommand Of(params ReadOnlySpan<string> arguments)
    {
        var bytes = new ReadOnlyMemory<byte>[arguments.Length];
        for (int i = 0; i < arguments.Length; i++)
        {
            bytes[i] = Encoding.UTF8.GetBytes(arguments[i]);
        }

        return new RespCommand(bytes);
    }

    public void Write(Span<byte> destination)
    {
        destination = destination[RespWriter.WriteHeader(destination, (byte)'*', arguments.Length)..];
        foreach (ReadOnlyMemory<byte> argument in arguments)
        {
            destination = destination[RespWriter.WriteBulk(destination, argument.Span)..];
        }
    }

    public byte[] ToArray()
    {
        byte[] bytes = new byte[Length];
        Write(bytes);
        return bytes;
    }
}
