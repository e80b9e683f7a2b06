// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Server.Check.Probes;

/// <summary>SignalR over server-sent events, until the handshake is answered.</summary>
internal sealed class SignalRServerSentEventsProbe(string hub) : ICheckProbe
{
    public string Name => "SignalR server-sent events";

    public string Path => hub;

    public async Task<CheckResult> RunAsync(CheckTarget target, CancellationToken cancellationToken)
    {
        SignalRConnection connection = await SignalRConnection.NegotiateAsync(target, cancellationToken);
        await using StreamedAnswer events = await StreamedAnswer.OpenAsync(target, connection.Receive("text/event-stream"), cancellationToken);
        await connection.SendHandshakeAsync(cancellationToken);
        await events.ReadUntilAsync(SignalRGreeting.Instance.IsIn, cancellationToken);
        return events.IsCompressed
            ? new CheckResult(Name, Path, CheckStatus.Warning, "connected, but compressed", Advice.Compression)
            : new CheckResult(Name, Path, CheckStatus.Works, "connected");
    }
}
