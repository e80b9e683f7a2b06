// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using Bridge.Interop.Tests.Clients;
using Bridge.Interop.Tests.Hosts;
using Xunit.Abstractions;

namespace Bridge.Interop.Tests.Protocol;

/// <summary>How a connection begins, lives and ends, frame by frame.</summary>
public abstract class ConnectionFrameTests(BridgeHost host, ITestOutputHelper output) : InteropTests(host, output)
{
    [Theory]
    [InlineData("protocol=7&client=js&version=8.6.0&flash=false")]
    [InlineData("client=swift&version=9&protocol=6&unknown=1")]
    [InlineData("protocol=5&client=java-client&version=2.0")]
    public async Task Connect_KnownProtocol_IsGreetedWithASocketId(string query)
    {
        RawSocket socket = await OpenSocketAsync(query);

        JsonElement frame = JsonElement.Parse(await socket.NextAsync());
        Assert.Equal("pusher:connection_established", frame.GetProperty("event").GetString());
        JsonElement data = JsonElement.Parse(frame.GetProperty("data").GetString()!);
        Assert.Matches(@"^\d+\.\d+$", data.GetProperty("socket_id").GetString());
        Assert.InRange(data.GetProperty("activity_timeout").GetInt32(), 1, 600);
    }

    [Theory]
    [InlineData("client=js", 4008)]
    [InlineData("protocol=seven", 4007)]
    [InlineData("protocol=3", 4007)]
    [InlineData("protocol=8", 4007)]
    public async Task Connect_ProtocolThatIsNotServed_IsClosedWithItsCode(string query, int code)
    {
        RawSocket socket = await OpenSocketAsync(query);

        Assert.StartsWith($"close {code} ", await socket.NextCloseAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Connect_UnknownKeyOnOldProtocol_GetsTheErrorBeforeTheClose(int protocol)
    {
        RawSocket socket = await OpenSocketAsync($"protocol={protocol}", "no-such-key");

        JsonElement error = JsonElement.Parse(await socket.NextAsync());
        Assert.Equal("pusher:error", error.GetProperty("event").GetString());
        Assert.Equal(4001, error.GetProperty("data").GetProperty("code").GetInt32());
        Assert.StartsWith("close 4001 ", await socket.NextAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(7)]
    public async Task Connect_UnknownKey_IsClosedWithPushersWords(int protocol)
    {
        RawSocket socket = await OpenSocketAsync($"protocol={protocol}", "no-such-key");

        Assert.Equal(
            "close 4001 App key no-such-key not in this cluster. Did you forget to specify the cluster?",
            await socket.NextCloseAsync());
    }

    [Fact]
    public async Task Connect_SubprotocolOfSwift_IsSelected()
    {
        RawSocket socket = await OpenSocketAsync(subprotocols: "pusher-channels-protocol-7");

        Assert.Equal("pusher-channels-protocol-7", socket.Subprotocol);
    }

    [Theory]
    [InlineData("""{"event":"pusher:ping","data":{}}""")]
    [InlineData("""{"event":"pusher:ping"}""")]
    [InlineData("""{"event":"pusher:ping","data":"{}"}""")]
    public async Task Ping_InAnyForm_IsAnswered(string ping)
    {
        RawSocket socket = await OpenSocketAsync();
        await socket.NextAsync();

        JsonAssert.Equal("""{"event":"pusher:pong","data":"{}"}""", await socket.AskAsync(ping));
    }

    [Fact]
    public async Task Ping_OfWebSocket_IsAnsweredWithItsPayload()
    {
        RawSocket socket = await OpenSocketAsync();
        await socket.NextAsync();

        await socket.PingAsync("are you there");

        Assert.Equal("pong are you there", await socket.NextAsync());
    }

    [Theory]
    [InlineData("\"nothing\"")]
    [InlineData("""{"auth":"demo-key:00","user_data":"{\"id\":\"ann\"}"}""")]
    public async Task SignIn_NotProved_IsClosedAsUnauthorized(string data)
    {
        RawSocket socket = await OpenSocketAsync();
        await socket.NextAsync();

        await socket.SendAsync($$"""{"event":"pusher:signin","data":{{data}}}""");

        Assert.StartsWith("close 4009 ", await socket.NextCloseAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("""{"event":null}""")]
    [InlineData("""{"event":7,"data":7,"channel":7}""")]
    [InlineData("""{"event":"pusher:subscribe"}""")]
    [InlineData("""{"event":"pusher:subscribe","data":"{}"}""")]
    [InlineData("""{"event":"pusher:subscribe","data":null}""")]
    [InlineData("""{"event":"pusher:subscribe","data":{"channel":7}}""")]
    [InlineData("""{"event":"pusher:subscribe","data":{"channel":"no spaces allowed"}}""")]
    [InlineData("""{"event":"pusher:subscribe","data":{"channel":"presence-x","auth":7,"channel_data":[]}}""")]
    [InlineData("""{"event":"pusher:unsubscribe","data":{"channel":"never-joined"}}""")]
    [InlineData("""{"event":"client-x","channel":"never-joined","data":{}}""")]
    [InlineData("""{"event":"no-such-event","data":{}}""")]
    public async Task Message_Malformed_EndsAtWorstItself(string message)
    {
        RawSocket socket = await OpenSocketAsync();
        await socket.NextAsync();

        await socket.SendAsync(message);
        await socket.SendAsync("""{"event":"pusher:ping","data":{}}""");

        string answer = await socket.NextAsync();
        while (answer.Contains("error", StringComparison.Ordinal))
        {
            answer = await socket.NextAsync();
        }

        JsonAssert.Equal("""{"event":"pusher:pong","data":"{}"}""", answer);
    }

    [Collection(ServerCollection.Name)]
    public sealed class OnTheServer(ServerHost host, ITestOutputHelper output) : ConnectionFrameTests(host, output);

    [Collection(NewtonsoftCollection.Name)]
    public sealed class OnAnAppWithNewtonsoft(NewtonsoftHost host, ITestOutputHelper output) : ConnectionFrameTests(host, output);

    [Collection(FarmCollection.Name)]
    public sealed class OnAFarm(FarmHost host, ITestOutputHelper output) : ConnectionFrameTests(host, output);
}
