// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using Bridge.Core.Presence;
using Bridge.Pusher.Protocol;

namespace Bridge.Pusher.Tests.Protocol;

public sealed class PusherMessagesTests
{
    [Fact]
    public void Ping_Always_HasAStringAsData() =>
        Assert.Equal("""{"event":"pusher:ping","data":"{}"}""", Encoding.UTF8.GetString(PusherMessages.Ping.Span));

    [Fact]
    public void Pong_Always_HasAStringAsData() =>
        Assert.Equal("""{"event":"pusher:pong","data":"{}"}""", Encoding.UTF8.GetString(PusherMessages.Pong.Span));

    [Fact]
    public void WriteConnectionEstablished_SocketId_IsTheFirstMessageOfTheProtocol() =>
        Assert.Equal(
            """{"event":"pusher:connection_established","data":"{\"socket_id\":\"123.456\",\"activity_timeout\":120}"}""",
            Written.Text(o => PusherMessages.WriteConnectionEstablished(o, "123.456", 120)));

    [Fact]
    public void WriteSubscriptionSucceeded_NoMembers_StillHasData() =>
        Assert.Equal(
            """{"event":"pusher_internal:subscription_succeeded","channel":"private-a","data":"{}"}""",
            Written.Text(o => PusherMessages.WriteSubscriptionSucceeded(o, "private-a")));

    [Fact]
    public void WriteSubscriptionSucceeded_Members_ListsIdsInOrderAndEveryIdInTheHash()
    {
        PresenceMember[] members = [new("b", """{"name":"B"}"""), new("a", null), new("Mr \"P\"", "[1]")];
        Assert.Equal(
            """{"event":"pusher_internal:subscription_succeeded","channel":"presence-x","data":"{\"presence\":{\"ids\":[\"b\",\"a\",\"Mr \\\"P\\\"\"],\"hash\":{\"b\":{\"name\":\"B\"},\"a\":null,\"Mr \\\"P\\\"\":[1]},\"count\":3}}"}""",
            Written.Text(o => PusherMessages.WriteSubscriptionSucceeded(o, "presence-x", members)));
    }

    [Fact]
    public void WriteSubscriptionSucceeded_UserInfoWithWhiteSpace_IsTheSameJson()
    {
        PresenceMember[] members = [new("a", "{\r\n\t\"name\" : \"A\\n\" }")];
        string? name = Written.DataJson(o => PusherMessages.WriteSubscriptionSucceeded(o, "presence-x", members))
            .GetProperty("presence").GetProperty("hash").GetProperty("a").GetProperty("name").GetString();
        Assert.Equal("A\n", name);
    }

    [Fact]
    public void WriteSubscriptionError_Refusal_HasItsFieldsInAString() =>
        Assert.Equal(
            """{"event":"pusher:subscription_error","channel":"private-a","data":"{\"type\":\"AuthError\",\"error\":\"The \\\"auth\\\" is invalid\",\"status\":401}"}""",
            Written.Text(o => PusherMessages.WriteSubscriptionError(o, "private-a", "AuthError", "The \"auth\" is invalid", 401)));

    [Fact]
    public void WriteError_NoCode_IsAnObjectWithCodeNull() =>
        Assert.Equal(
            """{"event":"pusher:error","data":{"code":null,"message":"no \"such\" thing"}}""",
            Written.Text(o => PusherMessages.WriteError(o, null, "no \"such\" thing")));

    [Fact]
    public void WriteError_Code_IsAnObjectWithTheNumber() =>
        Assert.Equal(
            """{"event":"pusher:error","data":{"code":4007,"message":"Unsupported protocol version"}}""",
            Written.Text(o => PusherMessages.WriteError(
                o, PusherCloseCode.ProtocolUnsupported.Code, PusherCloseCode.ProtocolUnsupported.Reason)));

    [Fact]
    public void WriteSignInSuccess_UserData_ComesBackWithinAString() =>
        Assert.Equal(
            """{"event":"pusher:signin_success","data":"{\"user_data\":\"{\\\"id\\\":\\\"u1\\\"}\"}"}""",
            Written.Text(o => PusherMessages.WriteSignInSuccess(o, """{"id":"u1"}""")));

    [Fact]
    public void WriteCacheMiss_Channel_HasEmptyData() =>
        Assert.Equal(
            """{"event":"pusher:cache_miss","channel":"cache-a","data":"{}"}""",
            Written.Text(o => PusherMessages.WriteCacheMiss(o, "cache-a")));

    [Fact]
    public void WriteEvent_ServerEvent_PassesTheTokenOnByteForByte() =>
        Assert.Equal(
            """{"event":"price","channel":"a","data":"{\"x\" : \u00e9\/}"}""",
            Written.Text(o => PusherMessages.WriteEvent(o, "price", "a", """
                "{\"x\" : \u00e9\/}"
                """u8)));

    [Fact]
    public void WriteEvent_ClientEventOfAUser_NamesTheUser() =>
        Assert.Equal(
            """{"event":"client-typing","channel":"presence-a","data":"1","user_id":"Mr \"P\""}""",
            Written.Text(o => PusherMessages.WriteEvent(o, "client-typing", "presence-a", "\"1\""u8, "Mr \"P\"")));

    [Fact]
    public void WriteEvent_NoChannel_LeavesTheFieldOut() =>
        Assert.Equal("""{"event":"x","data":"1"}""", Written.Text(o => PusherMessages.WriteEvent(o, "x", null, "\"1\""u8)));

    [Fact]
    public void WriteJsonEvent_Json_GoesOutAsTheStringThatHoldsIt() =>
        Assert.Equal(
            """{"event":"x","channel":"a","data":"{\"a\":\"\\\"\"}"}""",
            Written.Text(o => PusherMessages.WriteJsonEvent(o, "x", "a", """{"a":"\""}"""u8)));
}
