// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Bridge.Core.Authorization;

/// <summary>Keeps an app from starting whose channels need policies that nobody registered: better now than at the first subscription.</summary>
internal sealed class ChannelPolicyCheck(IOptions<ChannelPolicyOptions> options, IAuthorizationPolicyProvider policies) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (ChannelPolicy policy in options.Value.Policies)
        {
            if (policy.Name is { } name && await policies.GetPolicyAsync(name) is null)
            {
                throw new InvalidOperationException(
                    $"Channels(\"{policy.Pattern}\") needs the policy '{name}', which is not registered: call AddAuthorization with it.");
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
