// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.SignalR.Protocol;

namespace Bridge.Core.Hubs;

/// <summary>
/// An invocation whose arguments are JSON already. They are there in number only: dialects write them with
/// <see cref="HubJson.ArgumentsOf"/>.
/// </summary>
internal sealed class RawInvocationMessage(string? invocationId, string target, ReadOnlyMemory<byte> arguments, int count)
    : InvocationMessage(invocationId, target, new object?[count]), IRawArguments
{
    public ReadOnlyMemory<byte> ArgumentsJson => arguments;
}
