// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;

namespace Bridge.Server.Check.Probes;

/// <summary>SignalR over long polling, until the handshake is answered.</summary>
internal sealed class SignalRLongPollingProbe(string hub) : ICheckProbe
{
    public string Name => "SignalR long polling";

    public string Path => hub;

    public async Task<CheckResult> RunAsync(CheckTarget target, CancellationToken cancellationToken)
    {
        SignalRConnection connection = await SignalRConnection.NegotiateAsync(target, cancellationToken);

        // The first poll opens the connection and is answered at once, without anything in it.
        await PollAsync(target, connection, cancellationToken);
        await connection.SendHandshakeAsync(cancellationToken);
        if (!SignalRGreeting.Instance.IsIn(await PollAsync(target, connection, cancellationToken)))
        {
            throw new CheckFailedException("the poll came back without the hub's answer", Advice.Path);
        }

        return new CheckResult(Name, Path, CheckStatus.Works, "connected");
    }

    private static async Task<string> PollAsync(CheckTarget target, SignalRConnection connection, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await target.Http.SendAsync(connection.Receive("text/plain"), cancellationToken);
        return response.StatusCode == HttpStatusCode.NotFound
            ? throw new CheckFailedException("negotiated, but the poll finds no connection", Advice.Session)
            : await response.ReadAsync(HttpStatusCode.OK, cancellationToken);
    }
}
