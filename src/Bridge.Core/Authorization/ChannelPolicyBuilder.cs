// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Core.Authorization;

/// <summary>Says which users may join the channels of one pattern. Made by <c>bridge.Channels(pattern)</c>.</summary>
/// <remarks>
/// A user who satisfies all policies of the channel's most specific pattern joins without a signature, whatever dialect the
/// connection speaks, and gets signatures from the auth endpoint. Others still join private and presence channels with a
/// signature; other channels refuse them. The resource that policies are evaluated with is the
/// <see cref="ChannelAuthorizationRequest"/>. Authentication schemes of a policy have no effect: the connection's user is decided about.
/// </remarks>
public sealed class ChannelPolicyBuilder
{
    private readonly IServiceCollection _services;
    private readonly string _pattern;

    internal ChannelPolicyBuilder(IServiceCollection services, string pattern)
    {
        _services = services;
        _pattern = pattern;
    }

    /// <summary>Requires a policy that <c>AddAuthorization</c> knows; an unknown name keeps the app from starting.</summary>
    /// <param name="name">The policy's name.</param>
    /// <returns>The builder, for chaining.</returns>
    public ChannelPolicyBuilder RequirePolicy(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Add(new ChannelPolicy(_pattern, name, null));
    }

    /// <summary>Requires a policy that is built here.</summary>
    /// <param name="configure">Builds the policy, for example <c>policy => policy.RequireRole("sales")</c>.</param>
    /// <returns>The builder, for chaining.</returns>
    public ChannelPolicyBuilder RequirePolicy(Action<AuthorizationPolicyBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var policy = new AuthorizationPolicyBuilder();
        configure(policy);
        return Add(new ChannelPolicy(_pattern, null, policy.Build()));
    }

    /// <summary>Requires no more than an authenticated user.</summary>
    /// <returns>The builder, for chaining.</returns>
    public ChannelPolicyBuilder RequireAuthenticatedUser() => RequirePolicy(policy => policy.RequireAuthenticatedUser());

    private ChannelPolicyBuilder Add(ChannelPolicy policy)
    {
        _services.Configure<ChannelPolicyOptions>(options => options.Policies.Add(policy));
        return this;
    }
}
