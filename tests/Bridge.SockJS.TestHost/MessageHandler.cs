// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace Bridge.SockJS.TestHost;

/// <summary>A handler that does something with each message.</summary>
public abstract class MessageHandler : ConnectionHandler
{
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        PipeReader input = connection.Transport.Input;
        ReadResult read;
        while (!(read = await input.ReadAsync()).IsCompleted || !read.Buffer.IsEmpty)
        {
            byte[] message = read.Buffer.ToArray();
            input.AdvanceTo(read.Buffer.End);
            await OnMessageAsync(connection, message);
        }
    }

    protected abstract Task OnMessageAsync(ConnectionContext connection, byte[] message);
}
