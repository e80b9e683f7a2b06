// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Channels;
using Bridge.Core.Idempotency;
using Bridge.Core.Limits;
using Bridge.Core.Users;
using Bridge.Pusher.Apps;
using Bridge.Pusher.RateLimits;
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
    /// <param name="users">Ends the connections of the hub's users.</param>
    public static IEndpointConventionBuilder MapPusherRestApi(
        this IEndpointRouteBuilder endpoints, IChannelPublisher publisher, IChannelQueries queries, IUserConnections users)
    {
        IServiceProvider services = endpoints.ServiceProvider;
        var rates = services.GetRequiredService<AppRateLimits>();
        var namespaces = services.GetRequiredService<PusherChannelNamespaces>();
        var authentication = new RestAuthentication(
            services.GetRequiredService<TimeProvider>(), services.GetRequiredService<IOptions<PusherOptions>>().Value.PublicPathPrefix);
        var pipeline = new RestPipeline(
            services.GetRequiredService<IPusherAppStore>(), authentication, rates, services.GetRequiredService<ILogger<RestPipeline>>());

        var answers = new IdempotentAnswers(services.GetRequiredService<IIdempotencyStore>());
        var events = new EventPublisher(namespaces, publisher, queries);
        var channels = new ChannelQueriesEndpoints(namespaces, queries);
        var connections = new ConnectionEndpoints(namespaces, users, services.GetRequiredService<IConnectionQuotas>());

        const string Channel = $"/channels/{{{RestRequest.ChannelParameter}}}";
        RouteGroupBuilder api = endpoints.MapGroup($"/apps/{{{RestPipeline.AppId}}}");
        api.Map("/events", pipeline.Resource(post: new PublishEndpoint(events, rates, answers).HandleAsync));
        api.Map("/batch_events", pipeline.Resource(post: new BatchEndpoint(events, rates, answers).HandleAsync));
        api.Map($"{Channel}/events", pipeline.Resource(post: new ChannelEventEndpoint(events, rates, answers).HandleAsync));
        api.Map("/channels", pipeline.Resource(get: pipeline.Limited(channels.ListAsync)));
        api.Map(Channel, pipeline.Resource(get: pipeline.Limited(channels.ShowAsync)));
        api.Map($"{Channel}/users", pipeline.Resource(get: pipeline.Limited(channels.ListUsersAsync)));
        api.Map($"{Channel}/stats", pipeline.Resource(get: pipeline.Limited(channels.ShowCountsAsync)));
        api.Map("/connections", pipeline.Resource(get: pipeline.Limited(connections.CountAsync)));
        api.Map("/users/{user}/terminate_connections", pipeline.Resource(post: connections.TerminateAsync));
        return api;
    }
}
