// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net.WebSockets;
using System.Text;
using Bridge.Pusher.Tests.Clients;

namespace Bridge.Pusher.Tests.Connections;

/// <summary>What a client sends ends at worst that message or that connection.</summary>
public sealed class BadInputTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(100_000)]
    public async Task Message_IsBinary_EndsTheConnectionWith1003(int length)
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();

        await client.SendAsync(new byte[length], WebSocketMessageType.Binary);

        Assert.Equal("Only text messages are understood.", await client.ExpectCloseAsync(1003));
    }

    [Theory]
    [InlineData("""{"event":"NAME","data":{}}""")]
    [InlineData("""{"event":"pusher:subscribe","data":{"channel":"NAME"}}""")]
    [InlineData("""{"event":"pusher:unsubscribe","data":{"channel":"NAME"}}""")]
    [InlineData("""{"event":"client-NAME","channel":"NAME","data":{}}""")]
    public async Task Message_NameOfAMegabyte_EndsTheConnectionWith1009(string message)
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();

        await client.SendAsync(message.Replace("NAME", new string('x', 1 << 20), StringComparison.Ordinal));

        Assert.Equal("The message is too big.", await client.ExpectCloseAsync(1009));
    }

    [Fact]
    public async Task Message_IsAsLongAsAllowed_IsRead()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();
        string ping = """{"event":"pusher:ping","data":"PADDING"}""";

        await client.SendAsync(ping.Replace("PADDING", new string('x', 65_536 - ping.Length + 7), StringComparison.Ordinal));
        await client.NextAsync("pusher:pong");
        await client.SendAsync(ping.Replace("PADDING", new string('x', 65_536 - ping.Length + 8), StringComparison.Ordinal));

        await client.ExpectCloseAsync(1009);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Message_HoldsHalfAUtf8Character_EndsTheConnectionWith1007(int bytesLeft)
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();
        byte[] before = Encoding.UTF8.GetBytes("""{"event":"pusher:ping","data":"😀""");

        await client.SendAsync([.. before[..^(bytesLeft + 1)], .. "\"}"u8]);

        await client.ExpectCloseAsync(1007);
    }

    [Fact]
    public async Task Message_CharacterIsSplitOverFragments_IsRead()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();
        byte[] message = Encoding.UTF8.GetBytes("""{"event":"a😀"}""");

        foreach (byte one in message[..^1])
        {
            await client.SendAsync([one], endOfMessage: false);
        }

        await client.SendAsync(message[^1..]);

        await client.ExpectErrorAsync(null, "Unsupported event received on socket: a😀");
    }

    [Fact]
    public async Task Message_NestsAHundredThousandLevels_IsMalformed()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();

        await client.SendAsync("""{"event":"client-a","channel":"private-a","data":""" + new string('[', 60_000));

        await client.ExpectErrorAsync(null, "Invalid message: not a JSON object with an event name");
        await client.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("""{"event":"pusher:subscribe","data":{"channel":"private-a","auth":"AUTH"}}""")]
    [InlineData("""{"event":"pusher:subscribe","data":{"channel":"presence-a","auth":"key:00","channel_data":"AUTH"}}""")]
    public async Task Subscribe_AuthIsLong_IsCutInTheError(string message)
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();

        await client.SendAsync(message.Replace("AUTH", "key:" + new string('x', 50_000), StringComparison.Ordinal));

        Assert.InRange((await client.NextAsync("pusher:subscription_error")).GetRawText().Length, 100, 1000);
    }

    [Fact]
    public async Task Client_VanishesInTheMiddleOfAMessage_LeavesItsChannels()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();
        PusherClient other = await host.ConnectAsync();
        await other.JoinAsync("presence-a", """{"user_id":"o"}""");
        await client.JoinAsync("presence-a", """{"user_id":"c"}""");
        await other.NextAsync("pusher_internal:member_added");

        await client.SendAsync("{\"event\":"u8.ToArray(), endOfMessage: false);
        await client.DisposeAsync();

        await other.NextAsync("pusher_internal:member_removed");
        Assert.Empty(host.Errors);
    }
}
