// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net.WebSockets;
using System.Security.Authentication;

namespace Bridge.Server.Check;

/// <summary>Runs probes and turns whatever happens to them into results.</summary>
internal sealed class CheckRunner(CheckTarget target)
{
    /// <summary>Runs them side by side: what hangs takes its whole time, and so they all hang together.</summary>
    /// <returns>Their results in their order.</returns>
    public Task<CheckResult[]> RunAsync(IEnumerable<ICheckProbe> probes) => Task.WhenAll(probes.Select(RunAsync));

    public async Task<CheckResult> RunAsync(ICheckProbe probe)
    {
        using var timeout = new CancellationTokenSource(target.Patience);
        try
        {
            return await probe.RunAsync(target, timeout.Token);
        }
        catch (Exception exception) when (Explain(exception) is var (finding, advice))
        {
            return new CheckResult(probe.Name, probe.Path, CheckStatus.Broken, finding, advice);
        }
    }

    private (string Finding, string? Advice)? Explain(Exception exception) => exception switch
    {
        CheckFailedException failed => (failed.Message, failed.Advice),
        OperationCanceledException => ($"no answer within {target.Patience.TotalSeconds:0.#} seconds", Advice.Buffering),
        HttpRequestException { InnerException: AuthenticationException tls } => ($"no TLS: {tls.Message}", Advice.Tls),
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => ("there is no host of this name", "Is the address right, and is the name in the DNS?"),
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => ("nobody answers there", "Is the server running, does it listen on this port, and does a firewall let it through?"),
        HttpRequestException request => ($"no HTTP answer: {request.HttpRequestError}", "Is this an HTTP port? Look at the proxy's log."),
        WebSocketException { InnerException: HttpRequestException request } => Explain(request),
        WebSocketException socket => ($"the WebSocket broke: {socket.WebSocketErrorCode}", Advice.Upgrade),
        IOException => ("the connection broke off", "Look at the proxy's log: it may be limiting the time or the size of answers."),
        _ => null,
    };
}
