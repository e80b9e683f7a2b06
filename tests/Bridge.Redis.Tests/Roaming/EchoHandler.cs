// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Connections;

namespace Bridge.Redis.Tests.Roaming;

/// <summary>Sends each message back; for <c>flood N</c> it sends N messages of 1,000 characters that begin with their number.</summary>
internal sealed class EchoHandler(SessionLog log) : ConnectionHandler
{
    private const string Flood = "flood ";

    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        log.Begin();
        try
        {
            while (true)
            {
                ReadResult read = await connection.Transport.Input.ReadAsync();
                if (read.IsCompleted && read.Buffer.IsEmpty)
                {
                    return;
                }

                string message = Encoding.UTF8.GetString(read.Buffer.ToArray());
                connection.Transport.Input.AdvanceTo(read.Buffer.End);
                await AnswerAsync(connection.Transport.Output, message);
            }
        }
        finally
        {
            log.End(connection.ConnectionId);
        }
    }

    private static async Task AnswerAsync(PipeWriter output, string message)
    {
        if (!message.StartsWith(Flood, StringComparison.Ordinal))
        {
            await output.WriteAsync(Encoding.UTF8.GetBytes(message));
            return;
        }

        int count = int.Parse(message[Flood.Length..], null);
        for (int i = 0; i < count; i++)
        {
            await output.WriteAsync(Encoding.UTF8.GetBytes($"{i:D6}".PadRight(1_000, '.')));
        }
    }
}
