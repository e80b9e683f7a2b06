// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using Bridge.Interop.Tests.Clients;
using Bridge.Interop.Tests.Hosts;
using Xunit.Abstractions;

namespace Bridge.Interop.Tests.Protocol;

/// <summary>What goes over the wire on a channel, frame by frame.</summary>
public abstract class ChannelFrameTests(BridgeHost host, ITestOutputHelper output) : InteropTests(host, output)
{
    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public async Task Event_FromRest_CarriesTheStringThatWasPosted(int protocol)
    {
        string channel = NewChannel();
        (RawSocket socket, _) = await ConnectRawAsync(protocol);
        JsonAssert.Equal(Succeeded(channel), await socket.AskAsync(Subscribe(channel)));

        await Rest.TriggerAsync(channel, TestEvents.Message, """{ "spaces":  "stay", "order": 2, "a": 1 }""");

        JsonAssert.Equal(
            $$"""{"event":"message","channel":"{{channel}}","data":"{ \"spaces\":  \"stay\", \"order\": 2, \"a\": 1 }"}""",
            await socket.NextAsync());
    }

    [Fact]
    public async Task Subscribe_DataAsString_IsUnderstood()
    {
        string channel = NewChannel();
        (RawSocket socket, _) = await ConnectRawAsync();

        string message = JsonSerializer.Serialize(
            new { @event = "pusher:subscribe", data = JsonSerializer.Serialize(new { channel, auth = "" }) });

        JsonAssert.Equal(Succeeded(channel), await socket.AskAsync(message));
    }

    [Fact]
    public async Task Subscribe_Twice_DeliversOnce()
    {
        string channel = NewChannel();
        (RawSocket socket, _) = await ConnectRawAsync();
        JsonAssert.Equal(Succeeded(channel), await socket.AskAsync(Subscribe(channel)));

        string answer = await socket.AskAsync(Subscribe(channel));
        Assert.True(
            answer.Contains("subscription_succeeded", StringComparison.Ordinal)
            || answer.Contains($"Existing subscription to channel {channel}", StringComparison.Ordinal), answer);
        await Rest.TriggerAsync(channel, TestEvents.Message, "x");
        await Rest.TriggerAsync(channel, TestEvents.Fence, "x");

        JsonAssert.Equal($$"""{"event":"message","channel":"{{channel}}","data":"x"}""", await socket.NextAsync());
        JsonAssert.Equal($$"""{"event":"fence","channel":"{{channel}}","data":"x"}""", await socket.NextAsync());
    }

    [Fact]
    public async Task Subscribe_ForgedSignature_IsRefusedInBothWays()
    {
        string channel = NewChannel("private-");
        (RawSocket socket, string socketId) = await ConnectRawAsync();

        await socket.SendAsync(Subscribe(channel, $"{TestApp.Key}:{new string('0', 64)}"));
        JsonElement[] answers = [JsonElement.Parse(await socket.NextAsync()), JsonElement.Parse(await socket.NextAsync())];

        JsonElement onChannel = Assert.Single(answers, answer => answer.GetProperty("event").GetString() == "pusher:subscription_error");
        Assert.Equal(channel, onChannel.GetProperty("channel").GetString());
        JsonElement why = JsonElement.Parse(onChannel.GetProperty("data").GetString()!);
        Assert.Equal("AuthError", why.GetProperty("type").GetString());
        Assert.Equal(401, why.GetProperty("status").GetInt32());

        JsonElement onConnection = Assert.Single(answers, answer => answer.GetProperty("event").GetString() == "pusher:error");
        Assert.Equal(JsonValueKind.Null, onConnection.GetProperty("data").GetProperty("code").ValueKind);

        string rightSignature = TestApp.Sign($"{socketId}:{channel}");
        Assert.All(answers, answer => Assert.DoesNotContain(rightSignature, answer.GetRawText(), StringComparison.Ordinal));
        JsonAssert.Equal(Succeeded(channel), await socket.AskAsync(Subscribe(channel, rightSignature)));
    }

    [Fact]
    public async Task Subscribe_PrivateWithSignedChannelData_IsLetIn()
    {
        string channel = NewChannel("private-");
        const string ChannelData = """{"any":"thing"}""";
        (RawSocket socket, string socketId) = await ConnectRawAsync();

        string auth = TestApp.Sign($"{socketId}:{channel}:{ChannelData}");

        JsonAssert.Equal(Succeeded(channel), await socket.AskAsync(Subscribe(channel, auth, ChannelData)));
    }

    [Fact]
    public async Task Subscribe_Presence_ListsEveryUserInJoiningOrder()
    {
        string channel = NewChannel("presence-");
        ITestClient native = await ConnectAsync(ClientKind.SignalRDotNet);
        await native.SubscribeAsync(channel, TestUser.Bob);
        (RawSocket socket, string socketId) = await ConnectRawAsync();
        const string ChannelData = """{"user_id":7}""";

        JsonElement answer = JsonElement.Parse(
            await socket.AskAsync(Subscribe(channel, TestApp.Sign($"{socketId}:{channel}:{ChannelData}"), ChannelData)));

        Assert.Equal("pusher_internal:subscription_succeeded", answer.GetProperty("event").GetString());
        JsonAssert.Equal(
            """{"presence":{"ids":["bob","7"],"hash":{"bob":{"id":"bob","name":"Bob"},"7":null},"count":2}}""",
            answer.GetProperty("data").GetString()!);
        Assert.Equal(new ReceivedEvent(channel, TestEvents.MemberAdded, """{"user_id":"7"}"""), await native.NextAsync(channel));
    }

    [Theory]
    [InlineData("""{"a":1}""", """{\"a\":1}""")]
    [InlineData("\"text\"", "text")]
    [InlineData("\"{\\\"a\\\":1}\"", """{\"a\":1}""")]
    [InlineData("7", "7")]
    [InlineData("null", "null")]
    public async Task ClientEvent_AnyData_IsRelayedAsAString(string sent, string received)
    {
        string channel = NewChannel("private-");
        (RawSocket sender, string senderId) = await ConnectRawAsync();
        (RawSocket receiver, string receiverId) = await ConnectRawAsync();
        await sender.AskAsync(Subscribe(channel, TestApp.Sign($"{senderId}:{channel}")));
        await receiver.AskAsync(Subscribe(channel, TestApp.Sign($"{receiverId}:{channel}")));

        await sender.SendAsync($$"""{"event":"client-x","channel":"{{channel}}","data":{{sent}}}""");

        JsonAssert.Equal($$"""{"event":"client-x","channel":"{{channel}}","data":"{{received}}"}""", await receiver.NextAsync());
    }

    [Fact]
    public async Task ClientEvent_OnPublicChannel_IsAnsweredWithAnErrorAndTheConnectionStays()
    {
        string channel = NewChannel();
        (RawSocket socket, _) = await ConnectRawAsync();
        await socket.AskAsync(Subscribe(channel));

        string answer = await socket.AskAsync($$"""{"event":"client-x","channel":"{{channel}}","data":7}""");

        JsonElement error = JsonElement.Parse(answer);
        Assert.Equal("pusher:error", error.GetProperty("event").GetString());
        Assert.Equal(JsonValueKind.Null, error.GetProperty("data").GetProperty("code").ValueKind);
        await Rest.TriggerAsync(channel, TestEvents.Fence, "x");
        JsonAssert.Equal($$"""{"event":"fence","channel":"{{channel}}","data":"x"}""", await socket.NextAsync());
    }

    [Fact]
    public async Task Subscribe_UserChannelOfSomebodyElse_IsRefused()
    {
        (RawSocket socket, _) = await ConnectRawAsync();

        await socket.SendAsync(Subscribe("#server-to-user-ann"));

        Assert.Contains("error", await socket.NextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Subscribe_TwoHundredAtOnce_AllSucceed()
    {
        string[] channels = [.. Enumerable.Range(0, 200).Select(_ => NewChannel())];
        (RawSocket socket, _) = await ConnectRawAsync();

        foreach (string channel in channels)
        {
            await socket.SendAsync(Subscribe(channel));
        }

        foreach (string channel in channels)
        {
            JsonAssert.Equal(Succeeded(channel), await socket.NextAsync());
        }
    }

    private async Task<(RawSocket Socket, string SocketId)> ConnectRawAsync(int protocol = 7)
    {
        RawSocket socket = await OpenSocketAsync($"protocol={protocol}&client=test&version=1.0");
        string data = JsonElement.Parse(await socket.NextAsync()).GetProperty("data").GetString()!;
        return (socket, JsonElement.Parse(data).GetProperty("socket_id").GetString()!);
    }

    private static string Subscribe(string channel, string auth = "", string? channelData = null) => JsonSerializer.Serialize(
        channelData is null
            ? new { @event = "pusher:subscribe", data = (object)new { channel, auth } }
            : new { @event = "pusher:subscribe", data = (object)new { channel, auth, channel_data = channelData } });

    private static string Succeeded(string channel) =>
        $$"""{"event":"pusher_internal:subscription_succeeded","channel":"{{channel}}","data":"{}"}""";

    [Collection(ServerCollection.Name)]
    public sealed class OnTheServer(ServerHost host, ITestOutputHelper output) : ChannelFrameTests(host, output);

    [Collection(NewtonsoftCollection.Name)]
    public sealed class OnAnAppWithNewtonsoft(NewtonsoftHost host, ITestOutputHelper output) : ChannelFrameTests(host, output);

    [Collection(FarmCollection.Name)]
    public sealed class OnAFarm(FarmHost host, ITestOutputHelper output) : ChannelFrameTests(host, output);
}
