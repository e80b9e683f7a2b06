// Licensed under the MIT License. See LICENSE in the repository root.

using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Bridge.Core.Authorization;

/// <summary>Evaluates the policies of channels, the most specific pattern first.</summary>
internal sealed class ChannelPolicies(IOptions<ChannelPolicyOptions> options, IServiceScopeFactory scopes) : IChannelPolicies
{
    private static readonly ClaimsPrincipal Nobody = new(new ClaimsIdentity());

    // Policies of the same pattern follow each other.
    private readonly ChannelPolicy[] _policies =
    [
        .. options.Value.Policies
            .OrderByDescending(policy => policy.Specificity)
            .ThenBy(policy => policy.Pattern, StringComparer.Ordinal),
    ];

    /// <inheritdoc />
    public ValueTask<ChannelPolicyResult> EvaluateAsync(ChannelAuthorizationRequest request)
    {
        if (_policies.Length == 0)
        {
            return new(ChannelPolicyResult.None);
        }

        string group = request.Namespace.GroupOf(request.Channel);
        int first = Array.FindIndex(_policies, policy => policy.Matches(group));
        return first < 0 ? new(ChannelPolicyResult.None) : EvaluateAsync(request, first);
    }

    private async ValueTask<ChannelPolicyResult> EvaluateAsync(ChannelAuthorizationRequest request, int first)
    {
        await using AsyncServiceScope scope = scopes.CreateAsyncScope();
        var authorization = scope.ServiceProvider.GetRequiredService<IAuthorizationService>();
        ClaimsPrincipal user = request.Principal ?? Nobody;
        for (int i = first; i < _policies.Length && _policies[i].Pattern == _policies[first].Pattern; i++)
        {
            AuthorizationResult result = _policies[i].Policy is { } policy
                ? await authorization.AuthorizeAsync(user, request, policy)
                : await authorization.AuthorizeAsync(user, request, _policies[i].Name!);
            if (!result.Succeeded)
            {
                return ChannelPolicyResult.NotAdmitted;
            }
        }

        return ChannelPolicyResult.Admitted;
    }
}
