// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics.CodeAnalysis;
using Bridge.SockJS;
using Bridge.SockJS.Endpoints;
using Bridge.SockJS.Sessions;
using Bridge.SockJS.Transports;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps SockJS services.</summary>
public static class SockJSEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps a SockJS service whose sessions go to a handler. The handler's attributes and those of its type arguments hold
    /// for the service, so that an <c>[Authorize]</c> on a hub holds for <c>HubConnectionHandler&lt;THub&gt;</c> too.
    /// </summary>
    /// <typeparam name="THandler">The handler; made by the container.</typeparam>
    /// <param name="endpoints">Where to.</param>
    /// <param name="pattern">The path of the service, such as <c>/echo</c>.</param>
    /// <param name="options">How it behaves, or null for the options that the container has.</param>
    /// <returns>A builder for conventions that hold for all requests of the service.</returns>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The options are wrong.</exception>
    public static IEndpointConventionBuilder MapSockJS<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern, SockJSOptions? options = null)
        where THandler : ConnectionHandler
    {
        object[] attributes =
        [
            .. typeof(THandler).GetCustomAttributes(inherit: true),
            .. typeof(THandler).GetGenericArguments().SelectMany(argument => argument.GetCustomAttributes(inherit: true)),
        ];
        return endpoints
            .MapSockJS(pattern, connection => connection.UseConnectionHandler<THandler>(), options)
            .WithMetadata(attributes);
    }

    /// <summary>Maps a SockJS service whose sessions go through a pipeline.</summary>
    /// <param name="endpoints">Where to.</param>
    /// <param name="pattern">The path of the service, such as <c>/echo</c>.</param>
    /// <param name="configure">Builds the pipeline.</param>
    /// <param name="options">How it behaves, or null for the options that the container has.</param>
    /// <returns>A builder for conventions that hold for all requests of the service.</returns>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The options are wrong.</exception>
    public static IEndpointConventionBuilder MapSockJS(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern, Action<IConnectionBuilder> configure, SockJSOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(configure);
        options ??= endpoints.ServiceProvider.GetRequiredService<IOptions<SockJSOptions>>().Value;
        SockJSOptionsValidator.Verify(options);

        ConnectionBuilder pipeline = new(endpoints.ServiceProvider);
        configure(pipeline);
        SockJSService service = new(pattern, options, pipeline.Build(), endpoints.ServiceProvider);
        SockJSDispatcher dispatcher = new(service);
        IApplicationBuilder app = endpoints.CreateApplicationBuilder();
        app.UseWhen(PingFeature.CanAddTo, branch => branch
            .Use((context, next) =>
            {
                PingFeature.AddTo(context, service.Time);
                return next(context);
            })
            .UseWebSockets());
        app.Run(dispatcher.RunAsync);
        return endpoints
            .Map($"{pattern.TrimEnd('/')}/{{**{ServicePath.RouteValue}}}", app.Build())
            .DisableRequestTimeout()
            .WithDisplayName($"SockJS {pattern}");
    }
}
