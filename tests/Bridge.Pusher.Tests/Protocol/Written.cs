// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Bridge.Pusher.Tests.Protocol;

/// <summary>What a message writer wrote.</summary>
internal static class Written
{
    public static string Text(Action<IBufferWriter<byte>> write) => Encoding.UTF8.GetString(Bytes(write).Span);

    public static JsonElement Json(Action<IBufferWriter<byte>> write) => JsonDocument.Parse(Bytes(write)).RootElement;

    /// <summary>The JSON value that the string <c>data</c> of the message holds.</summary>
    public static JsonElement DataJson(Action<IBufferWriter<byte>> write) =>
        JsonDocument.Parse(Json(write).GetProperty("data").GetString()!).RootElement;

    private static ReadOnlyMemory<byte> Bytes(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return output.WrittenMemory;
    }
}
