// Licensed under the MIT License. See LICENSE in the repository root.

using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;
using Microsoft.AspNetCore.SignalR;

namespace Bridge.Redis.Roaming;

/// <summary>
/// Lets SignalR's own clients ask any node: the answer to negotiate gets a token that names the node, and a request with the token of another
/// node goes there. Works on the routes of hubs, before the app's middleware sees which endpoint it is.
/// </summary>
internal sealed class HubRoaming(NodeDirectory nodes, Forwarder forwarder) : MatcherPolicy, IEndpointSelectorPolicy
{
    private readonly ConditionalWeakTable<Endpoint, Endpoint> _negotiating = [];
    private readonly ConditionalWeakTable<Endpoint, Endpoint> _forwarding = [];

    // After the stock policies, which sort out what the request can't be for.
    public override int Order => int.MaxValue;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) =>
        endpoints.Any(endpoint => endpoint.Metadata.GetMetadata<HubMetadata>() is not null);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        for (int i = 0; i < candidates.Count; i++)
        {
            Endpoint endpoint = candidates[i].Endpoint;
            if (candidates.IsValidCandidate(i) && endpoint.Metadata.GetMetadata<HubMetadata>() is not null
                && Replacement(httpContext, endpoint) is { } replacement)
            {
                candidates.ReplaceEndpoint(i, replacement, candidates[i].Values);
            }
        }

        return Task.CompletedTask;
    }

    private static Endpoint With(Endpoint endpoint, RequestDelegate serve) => endpoint is RouteEndpoint route
        ? new RouteEndpoint(serve, route.RoutePattern, route.Order, route.Metadata, route.DisplayName)
        : new Endpoint(serve, endpoint.Metadata, endpoint.DisplayName);

    private Endpoint? Replacement(HttpContext context, Endpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<NegotiateMetadata>() is not null)
        {
            return _negotiating.GetValue(
                endpoint, stock => With(stock, request => NegotiateAnswer.WriteAsync(request, stock.RequestDelegate!, nodes.Self)));
        }

        string? node = NodeToken.NodeOf(context.Request);
        if (node == nodes.Self)
        {
            NodeToken.Remove(context.Request);
            return null;
        }

        return node is null || Hop.IsForwarded(context) ? null : _forwarding.GetValue(endpoint, stock => With(stock, ForwardAsync));
    }

    private async Task ForwardAsync(HttpContext context)
    {
        if (await forwarder.ForwardAsync(context, NodeToken.NodeOf(context.Request)!) != ForwardResult.Answered)
        {
            // What the hub's endpoint says of a connection that it does not know.
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            context.Response.ContentType = "text/plain";
            await context.Response.WriteAsync("No Connection with that ID", context.RequestAborted);
        }
    }
}
