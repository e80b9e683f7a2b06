// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Text.Json;
using Bridge.Core.Channels;
using Bridge.Core.Hubs;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Bridge.Core.Mapping;

/// <summary>A client method of the hub as an event of legacy clients, both ways (docs/mapping.md, "Whom a hub addresses").</summary>
/// <param name="declared">What the app says.</param>
/// <param name="json">The app's JSON.</param>
internal sealed class MappedEvent(ServerEvent declared, HubJson json)
{
    private static readonly ReadOnlyMemory<byte> Null = "null"u8.ToArray();

    /// <summary>The client method.</summary>
    public string Target => declared.Target;

    /// <summary>The event's name.</summary>
    public string Name => declared.Name;

    /// <summary>What the hub sends, as legacy clients are to hear it.</summary>
    /// <param name="message">The invocation of the client method.</param>
    public InvocationMessage ForDialects(InvocationMessage message)
    {
        ReadOnlyMemory<byte> arguments = json.ArgumentsOf(message);
        return declared.Members.Count == 0
            ? new RawInvocationMessage(message.InvocationId, Name, arguments, message.Arguments.Length)
            : new RawInvocationMessage(message.InvocationId, Name, Named(arguments), 1);
    }

    /// <summary>Whether native clients get the members of this data as arguments; else they get the data as a whole.</summary>
    /// <param name="data">The data of an event.</param>
    public bool Splits(EventData data) => declared.Members.Count > 0 && JsonText.IsObject(JsonText.Trim(data.Json));

    /// <summary>The arguments of the client method: the data's members by the names of the mapping, null for one that it lacks.</summary>
    /// <param name="data">Data that <see cref="Splits"/>.</param>
    public IEnumerable<ReadOnlyMemory<byte>> ArgumentsOf(EventData data)
    {
        ReadOnlyMemory<byte> members = JsonText.Trim(data.Json);
        foreach (string name in declared.Members)
        {
            yield return JsonText.TryFindMember(members, name, out ReadOnlyMemory<byte> value) ? value : Null;
        }
    }

    /// <summary>An array of one object that has the arguments by their names. What has no name is left out.</summary>
    private ReadOnlyMemory<byte> Named(ReadOnlyMemory<byte> arguments)
    {
        List<ReadOnlyMemory<byte>> items = JsonText.ItemsOf(arguments)!;
        var output = new ArrayBufferWriter<byte>(arguments.Length + 64);
        using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = RelaxedJson.Options.Encoder, SkipValidation = true });
        writer.WriteStartArray();
        writer.WriteStartObject();
        for (int i = 0; i < declared.Members.Count && i < items.Count; i++)
        {
            writer.WritePropertyName(declared.Members[i]);
            writer.WriteRawValue(items[i].Span, skipInputValidation: true);
        }

        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.Flush();
        return output.WrittenMemory;
    }
}
