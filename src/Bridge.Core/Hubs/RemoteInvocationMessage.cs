// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.SignalR.Protocol;

namespace Bridge.Core.Hubs;

/// <summary>
/// What a hub on another node sent. The arguments are there in number only: dialects write them with
/// <see cref="HubJson.ArgumentsOf"/>, which takes their JSON as it came.
/// </summary>
internal sealed class RemoteInvocationMessage(RemoteInvocation invocation)
    : InvocationMessage(invocation.Target, new object?[invocation.Count]), IRawArguments
{
    public ReadOnlyMemory<byte> ArgumentsJson => invocation.Arguments;
}
