// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Bridge.Core.Connections;

/// <summary>Writes invocations the way SignalR's JSON protocol puts them on the wire; one reusable JSON writer a thread.</summary>
#pragma warning disable CA1001 // The JSON writer lives as long as its thread and holds nothing but its own memory.
internal sealed class HubInvocationWriter : IBufferWriter<byte>
#pragma warning restore CA1001
{
    private const byte RecordSeparator = 0x1E;

    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    [ThreadStatic]
    private static HubInvocationWriter? _kept;

    private readonly Utf8JsonWriter _json;
    private IBufferWriter<byte>? _output;

    private HubInvocationWriter() => _json = new Utf8JsonWriter(this, WriterOptions);

    /// <summary>Writes one invocation with its record separator.</summary>
    /// <typeparam name="TState">What the argument writer needs.</typeparam>
    /// <param name="output">Takes the bytes.</param>
    /// <param name="invocationId">The invocation's id, or null.</param>
    /// <param name="target">The hub method.</param>
    /// <param name="state">Handed to the argument writer.</param>
    /// <param name="writeArguments">Writes the arguments.</param>
    public static void Write<TState>(
        IBufferWriter<byte> output, string? invocationId, string target, TState state, Action<TState, Utf8JsonWriter> writeArguments)
    {
        HubInvocationWriter kept = _kept ??= new HubInvocationWriter();
        kept._output = output;
        Utf8JsonWriter writer = kept._json;
        writer.Reset();

        writer.WriteStartObject();
        writer.WriteNumber("type"u8, HubProtocolConstants.InvocationMessageType);
        if (invocationId is not null)
        {
            writer.WriteString("invocationId"u8, invocationId);
        }

        writer.WriteString("target"u8, target);
        writer.WriteStartArray("arguments"u8);
        writeArguments(state, writer);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        output.Write([RecordSeparator]);

        // The writer stays with the thread, the connection must not.
        kept._output = null;
    }

    void IBufferWriter<byte>.Advance(int count) => _output!.Advance(count);

    Memory<byte> IBufferWriter<byte>.GetMemory(int sizeHint) => _output!.GetMemory(sizeHint);

    Span<byte> IBufferWriter<byte>.GetSpan(int sizeHint) => _output!.GetSpan(sizeHint);
}
