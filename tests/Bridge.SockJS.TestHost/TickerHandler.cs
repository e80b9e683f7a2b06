// Licensed under the MIT License. See LICENSE in the repository root.

using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Connections;

namespace Bridge.SockJS.TestHost;

/// <summary>Counts the seconds.</summary>
public sealed class TickerHandler(TimeProvider time) : ConnectionHandler
{
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(1), time);
        for (int tick = 1; await timer.WaitForNextTickAsync(connection.ConnectionClosed); tick++)
        {
            await connection.Transport.Output.WriteAsync(Encoding.UTF8.GetBytes(tick.ToString(CultureInfo.InvariantCulture)));
        }
    }
}
