// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Core.Authorization;

/// <summary>
/// Decides by the hub's own <c>[Authorize]</c> who may connect. <c>MapHub</c> leaves that to the authorisation middleware, which
/// answers with a status that legacy clients can't read; a dialect asks here and refuses in its own words.
/// </summary>
/// <typeparam name="THub">The hub.</typeparam>
/// <param name="services">The app's services.</param>
public sealed class HubAccess<THub>(IServiceProvider services)
    where THub : Hub
{
    private static readonly IAuthorizeData[] Requirements = typeof(THub).IsDefined(typeof(AllowAnonymousAttribute), inherit: true)
        ? []
        : [.. typeof(THub).GetCustomAttributes(inherit: true).OfType<IAuthorizeData>()];

    /// <summary>Whether whoever made a request may connect to the hub. Authenticates with the schemes that the hub names.</summary>
    /// <param name="context">The request; its answer is remembered there.</param>
    public ValueTask<bool> IsAllowedAsync(HttpContext context)
    {
        if (Requirements.Length == 0)
        {
            return new ValueTask<bool>(true);
        }

        return context.Features.Get<Answer>() is { } known ? new ValueTask<bool>(known.IsAllowed) : AskAsync(context);
    }

    private async ValueTask<bool> AskAsync(HttpContext context)
    {
        // An app with [Authorize] on its hub has called AddAuthorization: MapHub needs it as well.
        IPolicyEvaluator evaluator = services.GetRequiredService<IPolicyEvaluator>();
        AuthorizationPolicy policy = (await AuthorizationPolicy.CombineAsync(
            services.GetRequiredService<IAuthorizationPolicyProvider>(), Requirements))!;
        Microsoft.AspNetCore.Authentication.AuthenticateResult authentication = await evaluator.AuthenticateAsync(policy, context);
        PolicyAuthorizationResult result = await evaluator.AuthorizeAsync(policy, authentication, context, context);
        context.Features.Set(new Answer(result.Succeeded));
        return result.Succeeded;
    }

    private sealed record Answer(bool IsAllowed);
}
