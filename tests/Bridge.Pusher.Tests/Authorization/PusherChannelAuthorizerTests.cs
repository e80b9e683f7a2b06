// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Authorization;
using Bridge.Core.Channels;
using Bridge.Core.Users;
using Bridge.Pusher.Apps;
using Bridge.Pusher.Authorization;
using Bridge.Pusher.Signatures;
using Bridge.Pusher.Tests.Apps;
using Bridge.Pusher.Users;

namespace Bridge.Pusher.Tests.Authorization;

public sealed class PusherChannelAuthorizerTests
{
    private const string SocketId = "1234.1234";

    private static readonly SignedInUser Ann = new("ann", "{\"name\":\"Ann\"}", []);

    private readonly PusherApp _app = TestApps.Documented();

    [Theory]
    [InlineData("room")]
    [InlineData("cache-room")]
    public async Task Authorize_PublicChannel_IsAllowedWithoutAuth(string channel) =>
        Assert.True((await AuthorizeAsync(channel, auth: "")).IsAllowed);

    [Theory]
    [InlineData("private-a", null)]
    [InlineData("private-encrypted-a", null)]
    [InlineData("private-cache-a", null)]
    [InlineData("private-a", "any text at all")]
    public async Task Authorize_PrivateChannelWithSignature_IsAllowed(string channel, string? data)
    {
        ChannelGrant grant = await AuthorizeAsync(channel, Sign(channel, data), data);

        Assert.True(grant.IsAllowed);
        Assert.Null(grant.Member);
    }

    [Theory]
    [InlineData(null, "Auth info required to subscribe to private-a")]
    [InlineData("", "Auth info required to subscribe to private-a")]
    [InlineData("abc", "Auth value for subscription to private-a is invalid: should be of format 'key:signature'")]
    [InlineData("other:abc", "Invalid key in subscription auth data: 'other'")]
    [InlineData(":abc", "Invalid key in subscription auth data: ''")]
    [InlineData(TestApps.Key + ":abc", "Invalid signature: Expected HMAC SHA256 hex digest of 1234.1234:private-a, but got abc")]
    [InlineData(TestApps.Key + ":", "Invalid signature: Expected HMAC SHA256 hex digest of 1234.1234:private-a, but got ")]
    public async Task Authorize_BadAuth_IsRefusedInPushersWords(string? auth, string refusal) =>
        Assert.Equal(refusal, (await AuthorizeAsync("private-a", auth)).Refusal);

    [Fact]
    public async Task Authorize_ChannelDataThatWasNotSigned_IsRefused()
    {
        ChannelGrant grant = await AuthorizeAsync("private-a", Sign("private-a", null), "x");

        Assert.StartsWith(
            "Invalid signature: Expected HMAC SHA256 hex digest of 1234.1234:private-a:x, but got ", grant.Refusal, StringComparison.Ordinal);
        Assert.DoesNotContain(PusherSignature.SignChannel(TestApps.Secret, SocketId, "private-a", "x"), grant.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Authorize_LongHostileAuth_IsCutOffInTheRefusal()
    {
        ChannelGrant grant = await AuthorizeAsync("private-a", new string('k', 50_000) + "\r\n:x");

        Assert.True(grant.Refusal!.Length < 300);
        Assert.DoesNotContain('\n', grant.Refusal);
    }

    [Fact]
    public async Task Authorize_KeyOfAnotherApp_IsRefused()
    {
        var blue = new PusherApp("1", "blue", "s") { GroupPrefix = "b:" };
        var green = new PusherApp("2", "green", "s") { GroupPrefix = "g:" };
        PusherChannelNamespaces namespaces = TestApps.Namespaces(blue, green);
        string signature = PusherSignature.SignChannel("s", SocketId, "private-a", null);

        ChannelGrant other = await AuthorizeAsync(namespaces, namespaces.NamespaceOf(blue), "private-a", $"green:{signature}");
        ChannelGrant own = await AuthorizeAsync(namespaces, namespaces.NamespaceOf(blue), "private-a", $"blue:{signature}");

        Assert.Equal("Invalid key in subscription auth data: 'green'", other.Refusal);
        Assert.True(own.IsAllowed);
    }

    [Theory]
    [InlineData("{\"user_id\":10,\"user_info\":{\"name\": \"Mr. Channels\"}}", "10", "{\"name\": \"Mr. Channels\"}")]
    [InlineData("{\"user_id\":\"Mr Pusher\"}", "Mr Pusher", null)]
    [InlineData("{\"user_id\":\"a\",\"user_info\":null}", "a", null)]
    [InlineData("{\"user_id\":\"a\",\"user_info\":\"text \\ud800\"}", "a", "\"text \\ud800\"")]
    public async Task Authorize_PresenceChannelWithData_JoinsAsThatMember(string data, string userId, string? userInfo)
    {
        ChannelGrant grant = await AuthorizeAsync("presence-a", Sign("presence-a", data), data, Ann);

        Assert.Equal(userId, grant.Member?.UserId);
        Assert.Equal(userInfo, grant.Member?.UserInfo);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("{}")]
    [InlineData("{\"user_id\":\"\"}")]
    [InlineData("{\"user_id\":null}")]
    [InlineData("{\"user_id\":{}}")]
    [InlineData("{\"user_id\":\"\\ud800\"}")]
    public async Task Authorize_PresenceChannelWithUselessData_IsRefused(string data) =>
        Assert.StartsWith(
            "Invalid channel_data:", (await AuthorizeAsync("presence-a", Sign("presence-a", data), data)).Refusal, StringComparison.Ordinal);

    [Fact]
    public async Task Authorize_LoneSurrogateInData_IsRefusedAndNotThrown()
    {
        string data = "{\"user_id\":\"\ud800\", \ud800}";

        Assert.False((await AuthorizeAsync("presence-a", Sign("presence-a", data), data)).IsAllowed);
    }

    [Theory]
    [InlineData(128, 1_022, true)]
    [InlineData(129, 1_022, false)]
    [InlineData(128, 1_023, false)]
    public async Task Authorize_SizesOfMember_AreLimited(int idLength, int infoLength, bool allowed)
    {
        string data = $"{{\"user_id\":\"{new string('i', idLength)}\",\"user_info\":\"{new string('x', infoLength)}\"}}";

        Assert.Equal(allowed, (await AuthorizeAsync("presence-a", Sign("presence-a", data), data)).IsAllowed);
    }

    [Fact]
    public async Task Authorize_PresenceChannelWithoutData_JoinsAsTheSignedInUser()
    {
        ChannelGrant grant = await AuthorizeAsync("presence-a", Sign("presence-a", null), null, Ann);

        Assert.Equal(("ann", Ann.UserInfo), (grant.Member?.UserId, grant.Member?.UserInfo));
    }

    [Fact]
    public async Task Authorize_PresenceChannelWithoutDataAndUser_IsRefused() =>
        Assert.False((await AuthorizeAsync("presence-a", Sign("presence-a", null))).IsAllowed);

    [Fact]
    public async Task Authorize_SignedInUserWithoutSignature_IsStillRefused() =>
        Assert.False((await AuthorizeAsync("presence-a", "", null, Ann)).IsAllowed);

    [Theory]
    [InlineData("#server-to-user-ann", true)]
    [InlineData("#server-to-user-anna", false)]
    [InlineData("#server-to-user-Ann", false)]
    public async Task Authorize_UserChannel_IsForThatSignedInUserOnly(string channel, bool allowed)
    {
        Assert.Equal(allowed, (await AuthorizeAsync(channel, "", null, Ann)).IsAllowed);
        Assert.False((await AuthorizeAsync(channel, Sign(channel, null))).IsAllowed);
    }

    private static string Sign(string channel, string? data) =>
        $"{TestApps.Key}:{PusherSignature.SignChannel(TestApps.Secret, SocketId, channel, data)}";

    private async Task<ChannelGrant> AuthorizeAsync(string channel, string? auth, string? data = null, SignedInUser? user = null)
    {
        PusherChannelNamespaces namespaces = TestApps.Namespaces(_app);
        return await AuthorizeAsync(namespaces, namespaces.NamespaceOf(_app), channel, auth, data, user);
    }

    private static async Task<ChannelGrant> AuthorizeAsync(
        PusherChannelNamespaces namespaces, ChannelNamespace channels, string channel, string? auth, string? data = null, SignedInUser? user = null) =>
        await new PusherChannelAuthorizer(namespaces, new FixedPolicies(ChannelPolicyResult.None), new ClaimsUserProvider()).AuthorizeAsync(
            new ChannelAuthorizationRequest
            {
                Namespace = channels,
                Channel = channel,
                Kind = ChannelName.KindOf(channel),
                SocketId = SocketId,
                Auth = auth,
                ChannelData = data,
                User = user,
            },
            CancellationToken.None);
}
