// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Server.Check.Probes;

/// <summary>What SignalR clients ask first.</summary>
internal sealed class SignalRNegotiateProbe(string hub) : ICheckProbe
{
    public string Name => "SignalR negotiate";

    public string Path => SignalRConnection.NegotiatePathOf(hub);

    public async Task<CheckResult> RunAsync(CheckTarget target, CancellationToken cancellationToken)
    {
        await SignalRConnection.NegotiateAsync(target, cancellationToken);
        return new CheckResult(Name, Path, CheckStatus.Works, "answered");
    }
}
