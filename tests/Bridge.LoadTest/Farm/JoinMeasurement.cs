// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using Bridge.LoadTest.Comparison;

namespace Bridge.LoadTest.Farm;

/// <summary>
/// First joins to channels that nobody was on, through a whole node: a Pusher client subscribes, the hub joins, the shared state
/// and Redis' subscription follow, and the client hears that it succeeded.
/// </summary>
internal sealed class JoinMeasurement(EndPoint node)
{
    private const int Connections = 100;
    private const int ChannelsOfEach = 100;
    private const int WarmUpRounds = 5;
    private const int Rounds = 11;

    /// <summary>Measures.</summary>
    /// <param name="serialMilliseconds">How long as many SUBSCRIBE commands take one after the other.</param>
    public async Task<string> RunAsync(double serialMilliseconds)
    {
        var times = new List<double>();
        for (var round = 0; round < WarmUpRounds + Rounds; round++)
        {
            var time = await TimeRoundAsync();
            if (round >= WarmUpRounds)
            {
                times.Add(time);
            }
        }

        times.Sort();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Connections * ChannelsOfEach:n0} first joins of {Connections} Pusher clients through one node, medians of {Rounds} rounds: {times[Rounds / 2]:n0} ({times[0]:n0} - {times[^1]:n0}) ms, {serialMilliseconds / times[Rounds / 2]:n1} times faster than SUBSCRIBE one after the other");
    }

    private async Task<double> TimeRoundAsync()
    {
        var sockets = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => ConnectAsync()));
        var requests = sockets.Select(_ => Requests()).ToArray();
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(sockets.Zip(requests, JoinAsync));
        var elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        foreach (var socket in sockets)
        {
            socket.Abort();
            socket.Dispose();
        }

        return elapsed;
    }

    private async Task<ClientWebSocket> ConnectAsync()
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://{node}/app/{ServerCommandLines.Key}?protocol=7"), CancellationToken.None);
        await socket.ReceiveAsync(new ArraySegment<byte>(new byte[1024]), CancellationToken.None);
        return socket;
    }

    private static byte[][] Requests() =>
    [
        .. Enumerable.Range(0, ChannelsOfEach).Select(_ => Encoding.ASCII.GetBytes(
            $$$"""{"event":"pusher:subscribe","data":{"channel":"join-{{{Guid.NewGuid():N}}}"}}""")),
    ];

    private static async Task JoinAsync(ClientWebSocket socket, byte[][] requests)
    {
        var sending = SendAsync(socket, requests);
        var buffer = new byte[16 * 1024];
        for (var joined = 0; joined < requests.Length;)
        {
            var result = await socket.ReceiveAsync(new ArraySegment<byte>(buffer), CancellationToken.None);
            if (buffer.AsSpan(0, result.Count).IndexOf("subscription_succeeded"u8) < 0)
            {
                throw new LoadTestException($"A join failed: {Encoding.UTF8.GetString(buffer, 0, result.Count)}");
            }

            joined++;
        }

        await sending;
    }

    private static async Task SendAsync(ClientWebSocket socket, byte[][] requests)
    {
        foreach (var request in requests)
        {
            await socket.SendAsync(request, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
    }
}
