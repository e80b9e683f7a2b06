// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Bridge.SockJS.TestHost;

/// <summary>Closes at once.</summary>
public sealed class CloseHandler : ConnectionHandler
{
    public override Task OnConnectedAsync(ConnectionContext connection)
    {
        connection.Features.GetRequiredFeature<ISockJSFeature>().Close(3000, "Go away!");
        return Task.CompletedTask;
    }
}
