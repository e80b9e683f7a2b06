// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using System.Net.WebSockets;
using System.Text;

namespace Bridge.Server.Check.Probes;

/// <summary>A WebSocket, until the dialect's greeting arrives.</summary>
internal sealed class WebSocketProbe(string name, string path, string query, string? request, IGreeting greeting) : ICheckProbe
{
    public string Name => name;

    public string Path => path;

    public async Task<CheckResult> RunAsync(CheckTarget target, CancellationToken cancellationToken)
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        if (target.Origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", target.Origin);
        }

        if (target.Token is not null)
        {
            socket.Options.SetRequestHeader("Authorization", $"Bearer {target.Token}");
        }

        await ConnectAsync(socket, target, cancellationToken);
        try
        {
            if (request is not null)
            {
                await socket.SendAsync(Encoding.UTF8.GetBytes(request), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
            }

            await ReceiveGreetingAsync(socket, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            throw new CheckFailedException("the WebSocket opens, but nothing comes through it", Advice.Upgrade);
        }

        return new CheckResult(Name, Path, CheckStatus.Works, "connected");
    }

    private async Task ConnectAsync(ClientWebSocket socket, CheckTarget target, CancellationToken cancellationToken)
    {
        try
        {
            await socket.ConnectAsync(target.WebSocketUriOf(SessionId.In(Path) + query), cancellationToken);
        }
        catch (WebSocketException) when (socket.HttpStatusCode is not (0 or HttpStatusCode.SwitchingProtocols))
        {
            string? advice = socket.HttpStatusCode switch
            {
                HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound or >= HttpStatusCode.InternalServerError => Advice.For(socket.HttpStatusCode),
                _ => Advice.Upgrade,
            };
            throw new CheckFailedException($"the upgrade was answered with {(int)socket.HttpStatusCode}", advice);
        }
    }

    private async Task ReceiveGreetingAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[16 * 1024];
        var received = new StringBuilder();
        while (!greeting.IsIn(received.ToString()))
        {
            WebSocketReceiveResult result = await socket.ReceiveAsync(buffer, cancellationToken);
            if (result.MessageType == WebSocketMessageType.Close || received.Length > buffer.Length)
            {
                throw new CheckFailedException($"closed with {(int?)result.CloseStatus} before the greeting", Advice.Path);
            }

            received.Append(Encoding.UTF8.GetString(buffer, 0, result.Count));
        }
    }
}
