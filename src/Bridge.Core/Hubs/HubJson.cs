// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Text;
using System.Text.Json;
using Bridge.Core.Channels;
using Bridge.Core.Delivery;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Bridge.Core.Hubs;

/// <summary>
/// Turns values of hub methods into JSON and back with the app's own <c>json</c> hub protocol, so that an app's naming and
/// converters hold for legacy clients too, whichever serializer it uses.
/// </summary>
/// <param name="json">The app's <c>json</c> protocol.</param>
public sealed class HubJson(IHubProtocol json)
{
    // Arguments are the app's own and as deep as its serializer lets them be.
    private static readonly JsonReaderOptions AnyDepth = new() { MaxDepth = int.MaxValue };

    /// <summary>The raw JSON array of an invocation's arguments, as native clients would get it.</summary>
    /// <param name="message">The invocation.</param>
    public ReadOnlyMemory<byte> ArgumentsOf(InvocationMessage message)
    {
        if (message is IRawArguments raw)
        {
            return raw.ArgumentsJson;
        }

        ReadOnlyMemory<byte> record = json.GetMessageBytes(Plain(message));
        return record[RangeOfArguments(record.Span)];
    }

    /// <summary>Reads the raw JSON array of an invocation's arguments without keeping it.</summary>
    /// <typeparam name="TState">What the reader needs.</typeparam>
    /// <param name="message">The invocation.</param>
    /// <param name="state">Handed to the reader.</param>
    /// <param name="read">Gets the array; called before this method returns.</param>
    public void ReadArguments<TState>(InvocationMessage message, TState state, ReadOnlySpanAction<byte, TState> read)
    {
        if (message is IRawArguments raw)
        {
            read(raw.ArgumentsJson.Span, state);
            return;
        }

        ArrayBufferWriter<byte> scratch = EncodingScratch.Rent();
        try
        {
            json.WriteMessage(Plain(message), scratch);
            read(scratch.WrittenSpan[RangeOfArguments(scratch.WrittenSpan)], state);
        }
        finally
        {
            EncodingScratch.Return(scratch);
        }
    }

    /// <summary>The JSON of one value.</summary>
    /// <param name="value">The value.</param>
    public ReadOnlyMemory<byte> ToJson(object? value)
    {
        ReadOnlyMemory<byte> array = ArgumentsOf(new InvocationMessage("x", [value]));
        return array[1..^1];
    }

    /// <summary>A subclass must not change what the protocol writes.</summary>
    private static InvocationMessage Plain(InvocationMessage message) => new(message.Target, message.Arguments);

    private Range RangeOfArguments(ReadOnlySpan<byte> record)
    {
        var reader = new Utf8JsonReader(record[..^1], AnyDepth);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool found = reader.ValueTextEquals("arguments"u8);
            reader.Read();
            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (found)
            {
                return start..(int)reader.BytesConsumed;
            }
        }

        throw new InvalidOperationException($"The hub protocol '{json.Name}' wrote an invocation without arguments.");
    }

    /// <summary>
    /// The value of a JSON text, in the form that the app's serializer has for any JSON; the text itself when it is nested
    /// deeper than that serializer reads. Halves of surrogate pairs become U+FFFD.
    /// </summary>
    /// <param name="text">A well-formed JSON value in UTF-8.</param>
    public object? FromJson(ReadOnlyMemory<byte> text)
    {
        var record = new ArrayBufferWriter<byte>(text.Length + 64);
        record.Write("{\"type\":1,\"target\":\"x\",\"arguments\":["u8);
        record.Write(LoneSurrogates.Replace(text).Span);
        record.Write("]}\u001e"u8);
        var input = new ReadOnlySequence<byte>(record.WrittenMemory);
        try
        {
            if (json.TryParseMessage(ref input, AnyValueBinder.Instance, out HubMessage? message)
                && message is InvocationMessage invocation)
            {
                return invocation.Arguments[0];
            }
        }
        catch (InvalidDataException)
        {
            // How a hub protocol says that it does not read this.
        }

        return Encoding.UTF8.GetString(text.Span);
    }

    /// <summary>The value of a JSON text for a client that speaks a certain protocol.</summary>
    /// <param name="text">A well-formed JSON value in UTF-8.</param>
    /// <param name="protocol">The protocol.</param>
    internal object? FromJson(ReadOnlyMemory<byte> text, IHubProtocol protocol) =>
        protocol.Name == json.Name ? FromJson(text) : PlainJson.Read(text.Span);

    private sealed class AnyValueBinder : IInvocationBinder
    {
        public static readonly AnyValueBinder Instance = new();

        private static readonly Type[] OneObject = [typeof(object)];

        public IReadOnlyList<Type> GetParameterTypes(string methodName) => OneObject;

        public Type GetReturnType(string invocationId) => typeof(object);

        public Type GetStreamItemType(string streamId) => typeof(object);
    }
}
