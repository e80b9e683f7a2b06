// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Bridge.SockJS.TestHost;

/// <summary>Sends each message to all sessions.</summary>
public sealed class BroadcastHandler(Audience audience) : MessageHandler
{
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        ISockJSFeature session = connection.Features.GetRequiredFeature<ISockJSFeature>();
        audience.Add(session);
        try
        {
            await base.OnConnectedAsync(connection);
        }
        finally
        {
            audience.Remove(session);
        }
    }

    protected override Task OnMessageAsync(ConnectionContext connection, byte[] message)
    {
        audience.Send(message);
        return Task.CompletedTask;
    }
}
