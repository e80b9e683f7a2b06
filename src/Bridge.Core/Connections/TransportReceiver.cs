// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Connections;

/// <summary>Receives a dialect's messages from a <see cref="DialectTransport"/>.</summary>
/// <param name="transport">The transport.</param>
/// <param name="connection">The connection.</param>
/// <param name="time">The clock.</param>
/// <param name="maxMessageBytes">Larger messages end the connection.</param>
internal sealed class TransportReceiver(DialectTransport transport, DialectConnection connection, TimeProvider time, int maxMessageBytes)
    : IDialectReceiver
{
    /// <inheritdoc/>
    /// <remarks>Such a client just goes away: there is no end that is less in order than others.</remarks>
    public async Task<bool> ReceiveAsync()
    {
        while (await transport.ReceiveAsync() is { } message)
        {
            connection.LastReceived = time.GetTimestamp();
            connection.IsPinged = false;
            if (message.Length > maxMessageBytes)
            {
                connection.Close(ConnectionClose.MessageTooBig);
            }
            else if (!connection.IsClosing)
            {
                await connection.Session.OnMessageAsync(message);
            }
        }

        return true;
    }
}
