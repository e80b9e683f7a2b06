// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.SignalR.Protocol;

namespace Bridge.Core.Mapping;

/// <summary>A client method of the hub as an event of legacy clients.</summary>
/// <param name="Target">The client method.</param>
/// <param name="Name">The event's name.</param>
/// <param name="Members">The names of the arguments in the event's data; empty: the data is the one argument, or an array.</param>
internal sealed record ServerEvent(string Target, string Name, IReadOnlyList<string> Members)
{
    /// <summary>The invocation under the event's name.</summary>
    /// <param name="message">What the hub sends.</param>
    public InvocationMessage Translate(InvocationMessage message)
    {
        if (Members.Count == 0)
        {
            return new InvocationMessage(message.InvocationId, Name, message.Arguments);
        }

        var data = new Dictionary<string, object?>(Members.Count);
        for (int i = 0; i < Members.Count && i < message.Arguments.Length; i++)
        {
            data[Members[i]] = message.Arguments[i];
        }

        return new InvocationMessage(message.InvocationId, Name, [data]);
    }
}
