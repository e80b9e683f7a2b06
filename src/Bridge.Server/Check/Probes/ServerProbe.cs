// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using System.Text.Json;

namespace Bridge.Server.Check.Probes;

/// <summary>Whether there is a server, whether it is this one, and whether it is well.</summary>
internal sealed class ServerProbe : ICheckProbe
{
    private const string Info = "/sockjs/info";

    public string Name => "Server";

    public string Path => "/health/ready";

    public async Task<CheckResult> RunAsync(CheckTarget target, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await target.Http.SendAsync(target.Request(HttpMethod.Get, Path), cancellationToken);
        if (StatusOf(await response.Content.ReadAsByteArrayAsync(cancellationToken)) is { } status)
        {
            return status == "Healthy"
                ? new CheckResult(Name, Path, CheckStatus.Works, "healthy")
                : new CheckResult(
                    Name, Path, response.IsSuccessStatusCode ? CheckStatus.Warning : CheckStatus.Broken, Answers.Shown(status).ToLowerInvariant(), $"{target.UriOf(Path)} says what it lacks.");
        }

        using HttpResponseMessage info = await target.Http.SendAsync(target.Request(HttpMethod.Get, Info), cancellationToken);
        if (info.StatusCode == HttpStatusCode.OK && (await info.ReadAsync(HttpStatusCode.OK, cancellationToken)).Contains("\"entropy\"", StringComparison.Ordinal))
        {
            return new CheckResult(
                Name, Path, CheckStatus.Warning, $"answered {(int)response.StatusCode}", "The proxy does not pass the health endpoints on. That is well if it is meant so.");
        }

        throw new CheckFailedException(
            $"this is no Bridge server: {Answers.Unexpected(response).Message}", Advice.For(response.StatusCode) ?? Advice.Path);
    }

    /// <summary>The status in an answer of the health endpoint; null when it is something else.</summary>
    private static string? StatusOf(byte[] body)
    {
        try
        {
            using JsonDocument health = JsonDocument.Parse(body);
            return health.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("checks", out _)
                && root.TryGetProperty("status", out JsonElement status)
                    ? status.GetString()
                    : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
