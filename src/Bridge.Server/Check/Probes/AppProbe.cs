// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;

namespace Bridge.Server.Check.Probes;

/// <summary>Whether there is an app with a hub, which may want to know who asks.</summary>
internal sealed class AppProbe(string hub) : ICheckProbe
{
    public string Name => "App";

    public string Path => hub;

    public async Task<CheckResult> RunAsync(CheckTarget target, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await target.Http.SendAsync(
            target.Request(HttpMethod.Post, SignalRConnection.NegotiatePathOf(hub)), cancellationToken);
        return response.StatusCode switch
        {
            HttpStatusCode.OK => new CheckResult(Name, Path, CheckStatus.Works, "answers"),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new CheckResult(
                Name, Path, CheckStatus.Warning, "wants to know who it is", Advice.Token),
            HttpStatusCode.NotFound => throw new CheckFailedException("there is no hub at this path", Advice.Path),
            _ => throw Answers.Unexpected(response),
        };
    }
}
