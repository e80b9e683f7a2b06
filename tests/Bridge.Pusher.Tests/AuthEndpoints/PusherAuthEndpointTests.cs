// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using System.Text.Json;
using Bridge.Pusher.Apps;
using Bridge.Pusher.Signatures;
using Bridge.Pusher.Tests.Apps;
using Bridge.Pusher.Tests.RestApi;
using Bridge.Pusher.Users;

namespace Bridge.Pusher.Tests.AuthEndpoints;

public sealed class PusherAuthEndpointTests : IAsyncLifetime
{
    private const string Auth = "/pusher/auth";
    private const string UserAuth = "/pusher/user-auth";

    private static readonly (string, string) Socket = ("socket_id", "1234.1234");

    private readonly PusherApp _app = TestApps.Documented();
    private AuthEndpointHost _host = null!;

    public async Task InitializeAsync()
    {
        _app.EncryptionMasterKey = Convert.ToBase64String("0123456789abcdef0123456789abcdef"u8);
        _host = await AuthEndpointHost.StartAsync(_app, AuthEndpointHost.DemoWithJsonp);
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Post_PrivateChannel_AnswersTheDocumentedSignature() =>
        Assert.Equal(
            new RestAnswer(
                200,
                "application/json",
                "{\"auth\":\"278d425bdf160c739803:58df8b0c36d6982b82c3ecf6b4662e34fe8c25bba48f5369f135bf843651c3a4\"}"),
            await _host.PostAsync(Auth, Socket, ("channel_name", "private-foobar")));

    [Fact]
    public async Task Post_PresenceChannel_SignsTheMember()
    {
        RestAnswer answer = await _host.PostAsync(Auth, Socket, ("channel_name", "presence-a"), ("user_id", "7"), ("user_name", "Zo\u00eb \"Z\""));

        using JsonDocument json = JsonDocument.Parse(answer.Body);
        string data = json.RootElement.GetProperty("channel_data").GetString()!;
        using JsonDocument member = JsonDocument.Parse(data);
        Assert.Equal("7", member.RootElement.GetProperty("user_id").GetString());
        Assert.Equal("Zo\u00eb \"Z\"", member.RootElement.GetProperty("user_info").GetProperty("name").GetString());
        Assert.Equal(
            $"{TestApps.Key}:{PusherSignature.SignChannel(TestApps.Secret, "1234.1234", "presence-a", data)}",
            json.RootElement.GetProperty("auth").GetString());
    }

    [Fact]
    public async Task Post_Guest_IsTheSameForAllChannelsOfAConnectionOnly()
    {
        string first = await GuestAsync("presence-a", "1.1");

        Assert.StartsWith("guest-", first, StringComparison.Ordinal);
        Assert.Equal(first, await GuestAsync("presence-b", "1.1"));
        Assert.NotEqual(first, await GuestAsync("presence-a", "1.2"));
    }

    [Fact]
    public async Task Post_EncryptedChannel_GivesTheSharedSecret()
    {
        RestAnswer answer = await _host.PostAsync(Auth, Socket, ("channel_name", "private-encrypted-a"));

        using JsonDocument json = JsonDocument.Parse(answer.Body);
        Assert.Equal(
            "bnRWBXXzqGd1WISJ27PLv09arYBgbK5oWNNMokWSh+w=", json.RootElement.GetProperty("shared_secret").GetString());
    }

    [Fact]
    public async Task Post_EncryptedChannelWithoutMasterKey_IsForbidden()
    {
        await using AuthEndpointHost host = await AuthEndpointHost.StartAsync(TestApps.Documented(), AuthEndpointHost.Demo);

        Assert.Equal(403, (await host.PostAsync(Auth, Socket, ("channel_name", "private-encrypted-a"))).Status);
    }

    [Fact]
    public async Task Post_SeveralChannels_AnswersEachWithItsStatus()
    {
        RestAnswer answer = await _host.PostAsync(
            Auth, Socket, ("channel_name[0]", "private-foobar"), ("channel_name[1]", "room"), ("channel_name[2]", "private-a b"));

        using JsonDocument json = JsonDocument.Parse(answer.Body);
        JsonElement good = json.RootElement.GetProperty("private-foobar");
        Assert.Equal(200, good.GetProperty("status").GetInt32());
        Assert.EndsWith("58df8b0c36d6982b82c3ecf6b4662e34fe8c25bba48f5369f135bf843651c3a4", good.GetProperty("data").GetProperty("auth").GetString()!, StringComparison.Ordinal);
        Assert.Equal(403, json.RootElement.GetProperty("room").GetProperty("status").GetInt32());
        Assert.Equal(400, json.RootElement.GetProperty("private-a b").GetProperty("status").GetInt32());
        Assert.False(json.RootElement.GetProperty("room").TryGetProperty("data", out _));
    }

    [Theory]
    [InlineData("""{"socket_id":"1234.1234","channel_name":"private-foobar","extra":{"a":[1]}}""", "{\"auth\":\"KEY:SIG\"}")]
    [InlineData("""{"socket_id":"1234.1234","channel_name":["private-foobar"]}""", "{\"private-foobar\":{\"status\":200,\"data\":{\"auth\":\"KEY:SIG\"}}}")]
    public async Task Post_Json_IsAnsweredLikeAForm(string body, string answer) => Assert.Equal(
        answer.Replace("KEY", TestApps.Key, StringComparison.Ordinal)
            .Replace("SIG", "58df8b0c36d6982b82c3ecf6b4662e34fe8c25bba48f5369f135bf843651c3a4", StringComparison.Ordinal),
        (await _host.PostAsync(Auth, Json(body))).Body);

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"socket_id":1234.1234,"channel_name":"private-a"}""")]
    [InlineData("""{"socket_id":"1.1","channel_name":7}""")]
    [InlineData("""{"socket_id":"1.1","channel_name":[7,null,{}]}""")]
    [InlineData("""{"socket_id":"1.1","channel_name":"private-a","channel_name":"private-b"}""")]
    [InlineData("""{"socket_id":"1.1","channel_name":"\ud800"}""")]
    public async Task Post_JsonOfTheWrongForm_IsRefused(string body) =>
        Assert.Equal(400, (await _host.PostAsync(Auth, Json(body))).Status);

    [Fact]
    public async Task Post_ChannelNamedTwice_IsRefused() => Assert.Equal(
        400, (await _host.PostAsync(Auth, Socket, ("channel_name", "private-a"), ("channel_name", "private-b"))).Status);

    [Fact]
    public async Task Post_TooManyChannels_IsRefused() => Assert.Equal(
        new RestAnswer(400, "text/plain", "Too many channels (101 > 100)\n"),
        await _host.PostAsync(Auth, [Socket, .. Enumerable.Range(0, 101).Select(i => ($"channel_name[{i}]", $"private-{i}"))]));

    [Fact]
    public async Task Post_AppIsDisabled_IsForbidden()
    {
        PusherApp app = TestApps.Documented();
        app.Disabled = true;
        await using AuthEndpointHost host = await AuthEndpointHost.StartAsync(app, AuthEndpointHost.Demo);

        Assert.Equal(403, (await host.PostAsync(Auth, Socket, ("channel_name", "private-a"))).Status);
    }

    [Theory]
    [InlineData("1234", "private-a", 400)]
    [InlineData("", "private-a", 400)]
    [InlineData("1.1:private-b", "private-a", 400)]
    [InlineData("1.1", "private-a:x", 400)]
    [InlineData("1.1", ":user::{\"id\":\"admin\"}", 400)]
    [InlineData("1.1", "room", 403)]
    [InlineData("1.1", "#server-to-user-1", 403)]
    [InlineData("1.1", "#server-to-user-1:{\"user_id\":\"x\"}", 403)]
    public async Task Post_WhatMustNotBeSigned_IsRefused(string socketId, string channel, int status)
    {
        RestAnswer answer = await _host.PostAsync(Auth, ("socket_id", socketId), ("channel_name", channel));

        Assert.Equal((status, "text/plain"), (answer.Status, answer.ContentType));
    }

    [Fact]
    public async Task Post_FormsThatAreNone_AreRefused()
    {
        Assert.Equal(400, (await _host.PostAsync(Auth, new StringContent("{}"))).Status);
        Assert.Equal(400, (await _host.PostAsync(Auth)).Status);
        Assert.Equal(400, (await _host.PostAsync(Auth, Socket)).Status);
        Assert.Equal(413, (await _host.PostAsync(Auth, Socket, ("channel_name", new string('x', 70_000)))).Status);
        Assert.Equal(400, (await _host.PostAsync(Auth, [.. Enumerable.Range(0, 2_000).Select(i => ($"f{i}", ""))])).Status);
    }

    [Theory]
    [InlineData(Auth)]
    [InlineData(UserAuth)]
    public async Task Post_NobodyIsAuthenticated_IsForbiddenByDefault(string path)
    {
        await using AuthEndpointHost host = await AuthEndpointHost.StartAsync(_app, _ => { });

        Assert.Equal(403, (await host.PostAsync(path, Socket, ("channel_name", "private-a"), ("user_id", "admin"))).Status);
    }

    [Fact]
    public async Task Post_UserAuth_GivesASignInThatTheVerifierAccepts()
    {
        RestAnswer answer = await _host.PostAsync(UserAuth, Socket, ("user_id", "u1"), ("user_name", "U"));

        using JsonDocument json = JsonDocument.Parse(answer.Body);
        SignInVerification verification = PusherUserVerifier.Verify(
            _app, "1234.1234", json.RootElement.GetProperty("auth").GetString(), json.RootElement.GetProperty("user_data").GetString());
        Assert.Equal("u1", verification.User?.UserId);
        Assert.Equal("{\"name\":\"U\"}", verification.User?.UserInfo);
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private async Task<string> GuestAsync(string channel, string socketId)
    {
        RestAnswer answer = await _host.PostAsync(Auth, ("socket_id", socketId), ("channel_name", channel));
        using JsonDocument json = JsonDocument.Parse(answer.Body);
        using JsonDocument member = JsonDocument.Parse(json.RootElement.GetProperty("channel_data").GetString()!);
        return member.RootElement.GetProperty("user_id").GetString()!;
    }
}
