// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Channels;
using Bridge.Pusher.Apps;
using Bridge.Pusher.RestApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the Pusher REST API.</summary>
internal static class PusherRestApiEndpointRouteBuilderExtensions
{
    /// <summary>Maps <c>/apps/{id}/...</c>.</summary>
    /// <param name="endpoints">Where to.</param>
    /// <param name="publisher">Publishes on the channels of the hub.</param>
    /// <param name="queries">Reads the channels of the hub.</param>
    public static IEndpointConventionBuilder MapPusherRestApi(
        this IEndpointRouteBuilder endpoints, IChannelPublisher publisher, IChannelQueries queries)
    {
        IServiceProvider services = endpoints.ServiceProvider;
        var pipeline = new RestPipeline(
            services.GetRequiredService<IPusherAppStore>(),
            new RestAuthentication(
                services.GetRequiredService<TimeProvider>(), services.GetRequiredService<IOptions<PusherOptions>>().Value.PublicPathPrefix),
            services.GetRequiredService<ILogger<RestPipeline>>());
        var publish = new PublishEndpoint(services.GetRequiredService<PusherChannelNamespaces>(), publisher, queries);

        RouteGroupBuilder api = endpoints.MapGroup($"/apps/{{{RestPipeline.AppId}}}");
        api.MapPost("/events", pipeline.Authenticated(publish.HandleAsync));
        return api;
    }
}
