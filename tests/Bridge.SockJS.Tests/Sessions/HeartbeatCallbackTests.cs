// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.SockJS.Tests.Hosts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Bridge.SockJS.Tests.Sessions;

/// <summary>What handlers ask for with <see cref="IConnectionHeartbeatFeature"/>, as SignalR does for its pings.</summary>
public sealed class HeartbeatCallbackTests
{
    private readonly ProbeHandler _handler = new();

    [Fact]
    public async Task OnHeartbeat_OneCallbackFails_IsLoggedAndTheOthersGoOn()
    {
        await using TestServer server = await TestServer.StartAsync(app => app.MapSockJS("/probe", _handler.Use));
        RawResponse stream = await server.PostAsync("/probe/0/s/xhr_streaming");
        await stream.ReadChunkAsync();
        await stream.ReadChunkAsync();
        ConnectionContext connection = await _handler.NextAsync();
        IConnectionHeartbeatFeature heartbeat = connection.Features.GetRequiredFeature<IConnectionHeartbeatFeature>();
        int[] beats = [0];
        heartbeat.OnHeartbeat(static _ => throw new InvalidOperationException("out of order"), beats);
        heartbeat.OnHeartbeat(static state => ((int[])state)[0]++, beats);

        server.Time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(3, beats[0]);
        Assert.Equal(3, server.Warnings.Lines.Count);
        Assert.All(server.Warnings.Lines, line => Assert.Contains("out of order", line, StringComparison.Ordinal));
        await connection.Transport.Output.WriteAsync("x"u8.ToArray());
        Assert.Equal("a[\"x\"]\n", await stream.ReadChunkAsync());
    }
}
