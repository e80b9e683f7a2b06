// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using Bridge.Pusher.Signatures;

namespace Bridge.Server.Check.Probes;

/// <summary>A signed request to the REST API.</summary>
internal sealed class RestProbe : ICheckProbe
{
    public string Name => "REST API";

    public string Path => "/apps/{id}/channels";

    public async Task<CheckResult> RunAsync(CheckTarget target, CancellationToken cancellationToken)
    {
        if (target.Secret is null)
        {
            return new CheckResult(Name, Path, CheckStatus.Skipped, "give --app-id, --key and --secret to try it");
        }

        string path = $"/apps/{Uri.EscapeDataString(target.AppId)}/channels";
        string query = $"auth_key={target.Key}&auth_timestamp={DateTimeOffset.UtcNow.ToUnixTimeSeconds()}&auth_version=1.0";

        // Server SDKs sign the path that they ask for, with what a proxy takes away.
        string signature = PusherSignature.SignRequest(target.Secret, HttpMethods.Get, target.Prefix + path, query);
        using HttpRequestMessage request = target.Request(HttpMethod.Get, $"{path}?{query}&auth_signature={signature}");
        using HttpResponseMessage response = await target.Http.SendAsync(request, cancellationToken);
        if (response.StatusCode == HttpStatusCode.Unauthorized)
        {
            throw new CheckFailedException(
                $"refused: {Answers.Shown(await response.ReadAsync(HttpStatusCode.Unauthorized, cancellationToken))}", AdviceFor(target));
        }

        await response.ReadAsync(HttpStatusCode.OK, cancellationToken);
        return new CheckResult(Name, Path, CheckStatus.Works, "signature accepted");
    }

    private static string AdviceFor(CheckTarget target) => target.Prefix.Length == 0
        ? "Are --app-id, --key and --secret those of one app, and is the server's clock right? A proxy must leave path and query as they are."
        : $"A proxy takes {target.Prefix} away, which is signed: have it send X-Forwarded-Prefix, or set Bridge:PublicPathPrefix to {target.Prefix}. Are --app-id, --key and --secret right?";
}
