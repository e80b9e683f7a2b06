// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Bridge.Pusher.Tests.Clients;
using Bridge.Pusher.Tests.Protocol;

namespace Bridge.Pusher.Tests.Connections;

/// <summary>Random messages over real connections, while a healthy pair of clients goes on talking and loses nothing.</summary>
public sealed class BadInputFuzzTests
{
    private const int Messages = 5_000;
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(8);

    /// <summary>Binary, no UTF-8, too big, a failed sign-in.</summary>
    private static readonly int[] AllowedCodes = [1003, 1007, 1009, 4009];

    [Theory]
    [InlineData(1)]
    [InlineData(20260101)]
    public async Task Messages_OfAnyKind_EndAtWorstTheirOwnConnection(int seed)
    {
        try
        {
            await RunAsync(new RandomInput(seed));
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"Failed with seed {seed}.", e);
        }
    }

    private static async Task RunAsync(RandomInput input)
    {
        await using PusherHost host = await PusherHost.StartAsync(app =>
        {
            app.Limits.ClientEventsPerSecond = 0;
            app.SubscriptionCounts = true;
            app.Watchlists = true;
        });
        var pair = await HealthyPair.JoinAsync(host);
        PusherClient attacker = await host.ConnectAsync();
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Messages && Stopwatch.GetElapsedTime(start) < Budget; i++)
        {
            if (!await TrySendAsync(attacker, input) || (i % 10 == 0 && !await IsAliveAsync(attacker)))
            {
                Assert.Contains(await attacker.CloseCodeAsync(), AllowedCodes);
                attacker = await host.ConnectAsync();
            }

            if (i % 10 == 0)
            {
                await pair.TalkAsync();
            }
        }

        await pair.TalkAsync();

        // SignalR itself logs what a hub method refuses; anything else is a failure of ours.
        Assert.All(host.Errors, error => Assert.Matches(@"Failed to invoke hub method 'Trigger'\. \S+\.(HubException|ChannelRefusedException): ", error));
    }

    private static async Task<bool> TrySendAsync(PusherClient client, RandomInput input)
    {
        (byte[] message, WebSocketMessageType type) = NextMessage(client, input);
        try
        {
            await client.SendAsync(message, type);
            return true;
        }
        catch (WebSocketException) when (client.IsClosed)
        {
            return false;
        }
    }

    /// <summary>Whether the client still gets answers; reads everything before them.</summary>
    private static async Task<bool> IsAliveAsync(PusherClient client)
    {
        try
        {
            await client.SendAsync("fuzz-barrier", null);
            while (!(await client.NextAsync()).ToString().Contains("socket: fuzz-barrier", StringComparison.Ordinal))
            {
            }

            return true;
        }
        catch (Exception e) when (e is WebSocketException or InvalidOperationException { InnerException: null })
        {
            return false;
        }
    }

    private static (byte[] Message, WebSocketMessageType Type) NextMessage(PusherClient client, RandomInput input) => input.Pick(Enumerable.Range(0, 40).ToArray()) switch
    {
        0 => (input.Bytes(300), WebSocketMessageType.Text),
        1 => (input.Bytes(300), WebSocketMessageType.Binary),
        2 => (Encoding.UTF8.GetBytes(Frame(input.Text(), new string('n', 1 << 18), input.Text())), WebSocketMessageType.Text),
        3 => ([.. "{\"event\":\""u8, 0xF0, 0x9F], WebSocketMessageType.Text),
        < 10 => (Encoding.UTF8.GetBytes(input.Text()), WebSocketMessageType.Text),
        < 20 => (input.Mutate(Encoding.UTF8.GetBytes(ValidFrame(client, input))), WebSocketMessageType.Text),
        < 28 => (Encoding.UTF8.GetBytes(OddFrame(input)), WebSocketMessageType.Text),
        _ => (Encoding.UTF8.GetBytes(ValidFrame(client, input)), WebSocketMessageType.Text),
    };

    /// <summary>A frame that a good client could send.</summary>
    private static string ValidFrame(PusherClient client, RandomInput input)
    {
        string channel = input.Pick(["a", "private-a", "presence-a", "cache-a", "private-encrypted-cache-a", "presence-cache-a"]);
        string channelData = JsonSerializer.Serialize(new { user_id = input.Pick(["u", "v", "w"]), user_info = input.Text() });
        return input.Pick(Enumerable.Range(0, 6).ToArray()) switch
        {
            0 => Frame("pusher:subscribe", null, new { channel, auth = client.Auth(channel, channelData), channel_data = channelData }),
            1 => Frame("pusher:unsubscribe", null, new { channel }),
            2 => Frame("pusher:ping", null, new { }),
            3 => Frame("pusher:subscribe", null, JsonSerializer.Serialize(new { channel, auth = client.Auth(channel) })),
            _ => Frame("client-" + input.Text(3), channel, input.Pick<object>([input.Text(), 1.5, true, new[] { input.Text() }, channelData])),
        };
    }

    /// <summary>A frame of the right shape with something of the wrong type, missing or too deep in it.</summary>
    private static string OddFrame(RandomInput input)
    {
        string[] values =
        [
            "null", "1e999", "-0", "true", "[]", "{}", "\"{}\"", "\"{\\\"channel\\\":7}\"", "\"\\ud800\"", "\"\\u0000\"", "\"private-a\"", "\"presence-a\"",
            "{\"channel\":{}}", "{\"channel\":\"presence-a\",\"auth\":null,\"channel_data\":[]}", "{\"channel\":\"#server-to-user-\"}",
            "{\"auth\":\"key:\",\"user_data\":\"{}\"}", new string('[', 70) + new string(']', 70), new string('[', 62) + new string(']', 62),
        ];
        string name = input.Pick(
            ["\"pusher:subscribe\"", "\"pusher:unsubscribe\"", "\"pusher:ping\"", "\"client-x\"", "\"pusher:pong\"", "\"pusher_internal:x\"", "\"pusher:signin\"", "7", "null"]);
        return $$"""{"event":{{name}},"channel":{{input.Pick(values)}},"data":{{input.Pick(values)}},"user_id":{{input.Pick(values)}}}""";
    }

    private static string Frame(string name, string? channel, object? data) => JsonSerializer.Serialize(new { @event = name, channel, data });

    /// <summary>A sender and two receivers, one of them native, that count the events.</summary>
    private sealed class HealthyPair(PusherClient sender, PusherClient receiver, NativeClient native)
    {
        private int _sent;

        public static async Task<HealthyPair> JoinAsync(PusherHost host)
        {
            PusherClient sender = await host.ConnectAsync();
            PusherClient receiver = await host.ConnectAsync();
            NativeClient native = await host.ConnectNativeAsync("client-n");
            await sender.JoinAsync("private-healthy");
            await receiver.JoinAsync("private-healthy");
            await native.SubscribeAsync("private-healthy");
            return new HealthyPair(sender, receiver, native);
        }

        public async Task TalkAsync()
        {
            await sender.TriggerAsync("client-n", "private-healthy", ++_sent);
            JsonElement message;
            do
            {
                message = await receiver.NextAsync();
            }
            while (message.Event() != "client-n");

            Assert.Equal(_sent.ToString(), message.Data());
            Assert.Equal(_sent, (await native.NextAsync()).Data.GetInt32());
        }
    }
}
