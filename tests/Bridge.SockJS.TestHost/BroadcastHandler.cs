// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.Connections;

namespace Bridge.SockJS.TestHost;

/// <summary>Sends each message to all sessions.</summary>
public sealed class BroadcastHandler(Audience audience) : MessageHandler
{
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        audience.Add(connection);
        try
        {
            await base.OnConnectedAsync(connection);
        }
        finally
        {
            audience.Remove(connection);
        }
    }

    protected override Task OnMessageAsync(ConnectionContext connection, byte[] message) => audience.SendAsync(message);
}
