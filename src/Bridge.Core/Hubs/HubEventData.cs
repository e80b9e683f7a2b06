// Licensed under the MIT License. See LICENSE in the repository root.

using System.Runtime.InteropServices;
using System.Text.Json;
using Bridge.Core.Channels;
using Bridge.Core.Groups;

namespace Bridge.Core.Hubs;

/// <summary>Makes event data of what a hub method got as an argument.</summary>
internal static class HubEventData
{
    /// <summary>Makes event data.</summary>
    /// <param name="value">The argument.</param>
    /// <param name="sender">A legacy client's string is text that may hold JSON; a native client's string is a string.</param>
    /// <param name="json">The app's JSON.</param>
    public static EventData From(object? value, HubMember sender, HubJson json)
    {
        if (value is not JsonElement element)
        {
            return EventData.FromJson(json.ToJson(value).Span);
        }

        ReadOnlySpan<byte> raw = JsonMarshal.GetRawUtf8Value(element);
        return sender is DialectMember && element.ValueKind == JsonValueKind.String
            ? EventData.FromStringToken(raw)
            : EventData.FromJson(raw);
    }
}
