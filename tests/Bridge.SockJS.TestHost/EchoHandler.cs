// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.Connections;

namespace Bridge.SockJS.TestHost;

/// <summary>Sends each message back.</summary>
public sealed class EchoHandler : MessageHandler
{
    protected override async Task OnMessageAsync(ConnectionContext connection, byte[] message) =>
        await connection.Transport.Output.WriteAsync(message);
}
