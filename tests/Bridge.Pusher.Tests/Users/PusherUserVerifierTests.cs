// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Apps;
using Bridge.Pusher.Signatures;
using Bridge.Pusher.Tests.Apps;
using Bridge.Pusher.Users;

namespace Bridge.Pusher.Tests.Users;

public sealed class PusherUserVerifierTests
{
    private const string SocketId = "1234.1234";

    private readonly PusherApp _app = new("3", TestApps.Key, TestApps.Secret) { Watchlists = true, Limits = { MaxWatchlist = 2 } };

    [Fact]
    public void Verify_DocumentedExample_IsThatUser()
    {
        SignInVerification verification = PusherUserVerifier.Verify(
            _app, SocketId, TestApps.Key + ":4708d583dada6a56435fb8bc611c77c359a31eebde13337c16ab43aa6de336ba", "{\"id\":\"12345\"}");

        Assert.True(verification.IsVerified);
        Assert.Equal("12345", verification.User.UserId);
        Assert.Null(verification.User.UserInfo);
        Assert.Empty(verification.User.Watchlist);
        Assert.False(verification.WatchlistTruncated);
    }

    [Fact]
    public void Verify_InfoAndWatchlist_AreTaken()
    {
        SignInVerification verification = Verify("{\"id\":7,\"user_info\":{\"a\": 1},\"watchlist\":[\"x\",8]}");

        Assert.Equal("7", verification.User!.UserId);
        Assert.Equal("{\"a\": 1}", verification.User.UserInfo);
        Assert.Equal(["x", "8"], verification.User.Watchlist);
        Assert.False(verification.WatchlistTruncated);
    }

    [Fact]
    public void Verify_LongWatchlist_IsCutOffAndSaysSo()
    {
        SignInVerification verification = Verify("{\"id\":\"u\",\"watchlist\":[\"a\",\"b\",\"c\"]}");

        Assert.Equal(["a", "b"], verification.User!.Watchlist);
        Assert.True(verification.WatchlistTruncated);
    }

    [Fact]
    public void Verify_WatchlistsAreOff_IgnoresTheList()
    {
        _app.Watchlists = false;
        SignInVerification verification = Verify("{\"id\":\"u\",\"watchlist\":[\"a\",\"b\",\"c\"]}");

        Assert.Empty(verification.User!.Watchlist);
        Assert.False(verification.WatchlistTruncated);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"id\":\"\"}")]
    [InlineData("{\"id\":null}")]
    [InlineData("{\"id\":[]}")]
    [InlineData("{\"id\":\"\\udc00\"}")]
    [InlineData("{\"id\":\"u\",\"watchlist\":\"a\"}")]
    [InlineData("{\"id\":\"u\",\"watchlist\":[{}]}")]
    [InlineData("[1]")]
    [InlineData("nonsense")]
    public void Verify_UselessUserData_FailsThoughItIsSigned(string userData) =>
        Assert.StartsWith("Invalid user_data:", Verify(userData).Error, StringComparison.Ordinal);

    [Fact]
    public void Verify_SizesOfUser_AreLimited()
    {
        Assert.False(Verify($"{{\"id\":\"{new string('u', 129)}\"}}").IsVerified);
        Assert.False(Verify($"{{\"id\":\"u\",\"user_info\":\"{new string('x', 1_023)}\"}}").IsVerified);
    }

    [Theory]
    [InlineData(null, "{}", "Invalid format: auth must have the format key:signature")]
    [InlineData("abc", "{}", "Invalid format: auth must have the format key:signature")]
    [InlineData("other:abc", "{}", "Invalid key in signin auth data: 'other'")]
    [InlineData(TestApps.Key + ":abc", "{}", "Invalid signature: Expected HMAC SHA256 hex digest of 1234.1234::user::{}, but got abc")]
    [InlineData(TestApps.Key + ":abc", null, "Missing required parameter: user_data")]
    public void Verify_BadAuth_SaysWhy(string? auth, string? userData, string error) =>
        Assert.Equal(error, PusherUserVerifier.Verify(_app, SocketId, auth, userData).Error);

    [Fact]
    public void Verify_SignatureOfAnotherSocket_Fails()
    {
        string auth = $"{TestApps.Key}:{PusherSignature.SignUser(TestApps.Secret, "1.1", "{\"id\":\"u\"}")}";

        Assert.False(PusherUserVerifier.Verify(_app, SocketId, auth, "{\"id\":\"u\"}").IsVerified);
    }

    [Fact]
    public void Verify_UserAuthenticationIsOff_Fails()
    {
        _app.UserAuthentication = false;

        Assert.False(Verify("{\"id\":\"u\"}").IsVerified);
    }

    private SignInVerification Verify(string userData) => PusherUserVerifier.Verify(
        _app, SocketId, $"{TestApps.Key}:{PusherSignature.SignUser(TestApps.Secret, SocketId, userData)}", userData);
}
