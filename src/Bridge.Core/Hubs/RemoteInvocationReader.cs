// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Text.Json;
using Bridge.Core.Backplane;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Logging;

namespace Bridge.Core.Hubs;

/// <summary>Reads invocations that other nodes sent.</summary>
/// <param name="protocols">The protocols of this node.</param>
/// <param name="json">The app's JSON.</param>
/// <param name="logger">Told of messages that can't be read.</param>
internal sealed partial class RemoteInvocationReader(IReadOnlyList<IHubProtocol> protocols, HubJson json, ILogger logger)
{
    private const string Json = "json";
    private const int MostArguments = 16;
    private static readonly JsonReaderOptions AnyDepth = new() { MaxDepth = int.MaxValue };

    private int _unreadable;

    /// <summary>The invocation; null when no protocol that this node knows can read it.</summary>
    public RemoteInvocation? Read(BackplaneMessage message)
    {
        foreach (SerializedMessage payload in message.Payloads)
        {
            if (payload.ProtocolName == Json)
            {
                RemoteInvocation? invocation = TryReadJson(payload.Serialized);
                if (invocation is null)
                {
                    ReportUnreadable();
                }

                return invocation;
            }
        }

        // The app may have taken JSON out: its other protocols say the same.
        if (ReadAny(message) is not { } other)
        {
            ReportUnreadable();
            return null;
        }

        ReadOnlyMemory<byte> arguments = json.ArgumentsOf(other);
        ReadOnlyMemory<byte>? first = other.Arguments.Length > 0 ? json.ToJson(other.Arguments[0]) : null;
        return new RemoteInvocation(other.Target, arguments, first, other.Arguments.Length);
    }

    /// <summary>The message in the words of a protocol that its sender did not know; null when that can't be done.</summary>
    public ReadOnlyMemory<byte>? Rewrite(BackplaneMessage message, IHubProtocol protocol)
    {
        if (Read(message) is not { } invocation)
        {
            return null;
        }

        object? arguments = PlainJson.Read(invocation.Arguments.Span);
        return protocol.GetMessageBytes(new InvocationMessage(
            message.ResultRequest?.InvocationId, invocation.Target, ((List<object?>)arguments!).ToArray()));
    }

    /// <summary>Finds the parts of an invocation without making objects of its arguments.</summary>
    /// <param name="record">The record, with or without the separator at its end.</param>
    /// <returns>Null when it is no invocation.</returns>
    internal static RemoteInvocation? TryReadJson(ReadOnlyMemory<byte> record)
    {
        if (record.Span is [.. var _, 0x1e])
        {
            record = record[..^1];
        }

        try
        {
            return ReadJson(record);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static RemoteInvocation? ReadJson(ReadOnlyMemory<byte> record)
    {
        var reader = new Utf8JsonReader(record.Span, AnyDepth);
        string? target = null;
        Range? arguments = null, first = null;
        int count = 0;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("target"u8))
            {
                reader.Read();
                target = reader.GetString();
            }
            else if (reader.ValueTextEquals("arguments"u8))
            {
                reader.Read();
                arguments = ReadArguments(ref reader, record.Span, out first, out count);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        // Whatever follows must be the end.
        while (reader.Read())
        {
        }

        return target is null || arguments is not { } all ? null
            : new RemoteInvocation(target, record[all], first is { } one ? record[one] : null, count);
    }

    private static Range? ReadArguments(ref Utf8JsonReader reader, ReadOnlySpan<byte> record, out Range? first, out int count)
    {
        first = null;
        count = 0;
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return null;
        }

        int start = (int)reader.TokenStartIndex;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            reader.Skip();
            if (count++ == 0)
            {
                int end = (int)reader.BytesConsumed;
                first = (start + 1)..(end + record[end..].IndexOfAny((byte)',', (byte)']'));
            }
        }

        return start..(int)reader.BytesConsumed;
    }

    private InvocationMessage? ReadAny(BackplaneMessage message)
    {
        foreach (SerializedMessage payload in message.Payloads)
        {
            foreach (IHubProtocol protocol in protocols)
            {
                if (protocol.Name == payload.ProtocolName && TryParse(protocol, payload.Serialized) is { } invocation)
                {
                    return invocation;
                }
            }
        }

        return null;
    }

    private static InvocationMessage? TryParse(IHubProtocol protocol, ReadOnlyMemory<byte> bytes)
    {
        // A protocol reads arguments only when it is told how many there are.
        for (int count = 0; count <= MostArguments; count++)
        {
            var input = new ReadOnlySequence<byte>(bytes);
            try
            {
                if (protocol.TryParseMessage(ref input, new ObjectsBinder(count), out HubMessage? message)
                    && message is InvocationMessage invocation)
                {
                    return invocation;
                }
            }
            catch (InvalidDataException)
            {
                // How a hub protocol says that it does not read this.
                return null;
            }
        }

        return null;
    }

    private void ReportUnreadable()
    {
        // Once is enough: whoever sends one such message sends many.
        if (Interlocked.Exchange(ref _unreadable, 1) == 0)
        {
            LogUnreadable(logger);
        }
    }

    [LoggerMessage(1111, LogLevel.Warning,
        "Another node sent an invocation in no protocol that this node can read; it was dropped. Further ones are not reported.",
        EventName = "RemoteInvocationUnreadable")]
    private static partial void LogUnreadable(ILogger logger);

    private sealed class ObjectsBinder(int count) : IInvocationBinder
    {
        public IReadOnlyList<Type> GetParameterTypes(string methodName) => [.. Enumerable.Repeat(typeof(object), count)];

        public Type GetReturnType(string invocationId) => typeof(object);

        public Type GetStreamItemType(string streamId) => typeof(object);
    }
}
