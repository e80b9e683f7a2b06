// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;
using Microsoft.AspNetCore.SignalR;

namespace Bridge.Core.Draining;

/// <summary>Keeps new SignalR clients off a node that is being drained: negotiate, and WebSockets without it, are 503.</summary>
internal sealed class DrainingHubs(INodeDrain drain) : MatcherPolicy, IEndpointSelectorPolicy
{
    private static readonly Endpoint Refusal = new(
        static context =>
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        },
        EndpointMetadataCollection.Empty,
        "SignalR while draining");

    public override int Order => 0;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) =>
        endpoints.Any(endpoint => endpoint.Metadata.GetMetadata<HubMetadata>() is not null);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        for (int i = 0; drain.IsDraining && i < candidates.Count; i++)
        {
            if (candidates.IsValidCandidate(i) && IsBeginning(httpContext.Request, candidates[i].Endpoint.Metadata))
            {
                candidates.ReplaceEndpoint(i, Refusal, candidates[i].Values);
            }
        }

        return Task.CompletedTask;
    }

    private static bool IsBeginning(HttpRequest request, EndpointMetadataCollection metadata) =>
        metadata.GetMetadata<HubMetadata>() is not null
        && (metadata.GetMetadata<NegotiateMetadata>() is not null ? HttpMethods.IsPost(request.Method) : !request.Query.ContainsKey("id"));
}
