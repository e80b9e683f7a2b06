// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Mapping;

/// <summary>A client method of the hub as an event of legacy clients, as the app declares it.</summary>
/// <param name="Target">The client method.</param>
/// <param name="Name">The event's name.</param>
/// <param name="Members">The names of the arguments in the event's data; empty: the data is the one argument, or an array.</param>
internal sealed record ServerEvent(string Target, string Name, IReadOnlyList<string> Members);
