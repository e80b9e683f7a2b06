// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.SignalR;

namespace Bridge.Pusher.Tests.Mapping.Conversation;

/// <summary>A filter that changes arguments and refuses calls.</summary>
internal sealed class ShoutingFilter : IHubFilter
{
    public ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        if (invocationContext.HubMethodArguments is not [string room, ChatLine line])
        {
            return next(invocationContext);
        }

        return line.Text.StartsWith("secret", StringComparison.Ordinal)
            ? throw new HubException("Not here.")
            : next(new HubInvocationContext(
                invocationContext.Context, invocationContext.ServiceProvider, invocationContext.Hub, invocationContext.HubMethod,
                [room, line with { Text = line.Text.ToUpperInvariant() }]));
    }
}
