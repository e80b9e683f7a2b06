// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Bridge.Core.Hubs;

/// <summary>
/// Lets native clients leave out the request of a subscription that needs none: SignalR's protocols know no optional
/// arguments, and would refuse <c>Subscribe(channel)</c>.
/// </summary>
internal static class ShortSubscribe
{
    /// <summary>Reads an invocation that did not bind as one with the channel alone.</summary>
    /// <param name="protocol">The hub protocol.</param>
    /// <param name="input">The input, beginning with the invocation.</param>
    /// <param name="binder">The hub's binder.</param>
    /// <returns>The invocation with null for its request; null when it is something else.</returns>
    public static InvocationMessage? Parse(IHubProtocol protocol, ReadOnlySequence<byte> input, IInvocationBinder binder) =>
        protocol.TryParseMessage(ref input, new ChannelBinder(binder), out HubMessage? message)
            && message is InvocationMessage { Arguments: [string channel] } invocation
            ? new InvocationMessage(invocation.InvocationId, invocation.Target, [channel, null], invocation.StreamIds)
            : null;

    private sealed class ChannelBinder(IInvocationBinder inner) : IInvocationBinder
    {
        private static readonly Type[] ChannelAlone = [typeof(string)];

        public IReadOnlyList<Type> GetParameterTypes(string methodName) => ChannelAlone;

        public Type GetReturnType(string invocationId) => inner.GetReturnType(invocationId);

        public Type GetStreamItemType(string streamId) => inner.GetStreamItemType(streamId);
    }
}
