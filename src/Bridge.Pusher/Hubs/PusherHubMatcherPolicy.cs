// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Apps;
using Bridge.Pusher.Connections;
using Bridge.Pusher.RestApi;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;

namespace Bridge.Pusher.Hubs;

/// <summary>Picks among hubs that have the same paths the one that serves the app of the request.</summary>
internal sealed class PusherHubMatcherPolicy(PusherHubs hubs, IPusherAppStore apps) : MatcherPolicy, IEndpointSelectorPolicy
{
    public override int Order => 0;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) =>
        endpoints.Select(endpoint => endpoint.Metadata.GetMetadata<PusherHubMetadata>()).OfType<PusherHubMetadata>().Distinct().Skip(1).Any();

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        for (int i = 0; i < candidates.Count; i++)
        {
            if (candidates.IsValidCandidate(i)
                && candidates[i].Endpoint.Metadata.GetMetadata<PusherHubMetadata>() is { } owner
                && !hubs.Serves(owner.Hub, AppOf(candidates[i].Values)))
            {
                candidates.SetValidity(i, false);
            }
        }

        return Task.CompletedTask;
    }

    private PusherApp? AppOf(RouteValueDictionary? values) =>
        values?[PusherAdmission.Key] is string key ? apps.FindByKey(key)
        : values?[RestPipeline.AppId] is string id ? apps.FindById(id)
        : null;
}
