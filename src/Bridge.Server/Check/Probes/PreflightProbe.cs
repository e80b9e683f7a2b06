// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Server.Check.Probes;

/// <summary>The question that browsers ask before a page of another origin may send: does it come back with the server's answer?</summary>
internal sealed class PreflightProbe(string name, string path) : ICheckProbe
{
    private const string AnyPage = "https://bridge-check.example";
    private const string Allowed = "Access-Control-Allow-Origin";

    public string Name => name;

    public string Path => path;

    public async Task<CheckResult> RunAsync(CheckTarget target, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, target.UriOf(SessionId.In(path)));
        request.Headers.Add("Origin", target.Origin ?? AnyPage);
        request.Headers.Add("Access-Control-Request-Method", HttpMethods.Post);
        request.Headers.Add("Access-Control-Request-Headers", "content-type");
        using HttpResponseMessage response = await target.Http.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw new CheckFailedException($"answered {(int)response.StatusCode}", Advice.Preflight);
        }

        return response.Headers.TryGetValues(Allowed, out IEnumerable<string>? origins) && origins.Count() == 1
            ? new CheckResult(Name, Path, CheckStatus.Works, "answered")
            : throw new CheckFailedException($"the answer does not have one {Allowed} header", Advice.Preflight);
    }
}
