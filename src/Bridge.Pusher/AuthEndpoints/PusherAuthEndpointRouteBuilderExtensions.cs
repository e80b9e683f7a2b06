// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Authorization;
using Bridge.Pusher.Apps;
using Bridge.Pusher.AuthEndpoints;
using Bridge.Pusher.Users;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the endpoints at which Pusher clients get their signatures.</summary>
public static class PusherAuthEndpointRouteBuilderExtensions
{
    /// <summary>Maps the endpoint that signs subscriptions to private and presence channels.</summary>
    /// <param name="endpoints">Where to.</param>
    /// <param name="path">The path.</param>
    /// <param name="configure">Changes the settings, above all who the user is.</param>
    /// <returns>A builder for further conventions, such as <c>RequireAuthorization</c>.</returns>
    /// <remarks>
    /// Signs what <see cref="IChannelAuthorizer"/> grants the user: by default the channels that policies
    /// (<c>bridge.Channels(...)</c>) admit the user to, and no others. Pages of other origins can send the form, but only read the answer when a CORS policy lets them (<c>RequireCors</c>).
    /// When cookies authenticate the user, a policy must name the origins and never allow all of them with credentials.
    /// </remarks>
    public static IEndpointConventionBuilder MapPusherAuth(
        this IEndpointRouteBuilder endpoints, string path = "/pusher/auth", Action<PusherAuthOptions>? configure = null) =>
        Map(endpoints, path, configure, (services, options) => new ChannelAuthAnswer(
            services.GetRequiredService<IChannelAuthorizer>(),
            services.GetRequiredService<PusherChannelNamespaces>(),
            options).WriteAsync);

    /// <summary>Maps the endpoint that signs sign-ins of users.</summary>
    /// <param name="endpoints">Where to.</param>
    /// <param name="path">The path.</param>
    /// <param name="configure">Changes the settings, above all who the user is.</param>
    /// <returns>A builder for further conventions, such as <c>RequireAuthorization</c>.</returns>
    /// <remarks>What <see cref="MapPusherAuth"/> says about other origins holds here too.</remarks>
    public static IEndpointConventionBuilder MapPusherUserAuth(
        this IEndpointRouteBuilder endpoints, string path = "/pusher/user-auth", Action<PusherAuthOptions>? configure = null) =>
        Map(endpoints, path, configure, (_, _) => UserAuthAnswer.WriteAsync);

    private static RouteGroupBuilder Map(
        IEndpointRouteBuilder endpoints,
        string path,
        Action<PusherAuthOptions>? configure,
        Func<IServiceProvider, PusherAuthOptions, AuthAnswer> createAnswer)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var options = new PusherAuthOptions();
        configure?.Invoke(options);
        IServiceProvider services = endpoints.ServiceProvider;
        var endpoint = new AuthEndpoint(
            services.GetRequiredService<IPusherAppStore>(),
            services.GetRequiredService<IPusherUserProvider>(),
            options,
            createAnswer(services, options));

        RouteGroupBuilder group = endpoints.MapGroup(path);
        group.MapPost("", (RequestDelegate)endpoint.PostAsync);
        if (options.Jsonp)
        {
            group.MapGet("", (RequestDelegate)endpoint.JsonpAsync);
        }

        return group;
    }
}
