// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using Bridge.Pusher.Apps;
using Bridge.Pusher.Tests.Apps;
using Microsoft.AspNetCore.Builder;

namespace Bridge.Pusher.Tests.RestApi;

public sealed class RestAuthenticationTests : IAsyncLifetime
{
    private const string Path = "/apps/3/events";

    private static readonly byte[] Body =
        "{\"name\":\"foo\",\"channels\":[\"project-3\"],\"data\":\"{\\\"some\\\":\\\"data\\\"}\"}"u8.ToArray();

    private RestApiHost _host = null!;

    public async Task InitializeAsync() => _host = await RestApiHost.StartAsync(TestApps.Documented());

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Post_DocumentedRequest_IsAccepted()
    {
        RestAnswer answer = await PostAsync(
            Path + "?body_md5=ec365a775a4cd0599faeb73354201b6f&auth_version=1.0&auth_key=278d425bdf160c739803"
            + "&auth_timestamp=1353088179&auth_signature=da454824c97ba181a32ccc17a72625ba02771f50b50e1e7430e47a1f3f457e6c");

        Assert.Equal(new RestAnswer(200, "application/json", "{}"), answer);
        Assert.Equal("project-3", Assert.Single(_host.Publisher.Events).Group);
    }

    [Theory]
    [InlineData("info=subscription_count,user_count", "info=subscription_count,user_count")]
    [InlineData("info=subscription_count%2Cuser_count", "info=subscription_count,user_count")]
    [InlineData("x=a+b", "x=a+b")]
    [InlineData("x=a+b", "x=a b")]
    [InlineData("x=a%2Bb", "x=a+b")]
    [InlineData("x=a%20b", "x=a b")]
    [InlineData("x=100%", "x=100%")]
    [InlineData("X=Value", "x=Value")]
    [InlineData("x%5B0%5D=a+b&x%5B1%5D=c", "x=a b,c")]
    [InlineData("x[]=a&x[]=b", "x[]=a&x[]=b")]
    [InlineData("x=", "x=")]
    public async Task Post_ParametersInAnyFormOfTheLibraries_AreAccepted(string sent, string signedAs)
    {
        string signature = _host.Sign("POST", Path, _host.Query(Body, signedAs));

        RestAnswer answer = await PostAsync($"{Path}?{_host.Query(Body, sent)}&auth_signature={signature}");

        Assert.Equal(200, answer.Status);
    }

    [Theory]
    [InlineData("/apps/%33/events", "/apps/%33/events")]
    [InlineData("/apps/%33/events", "/apps/3/events")]
    public async Task Post_EscapedPath_IsAcceptedSignedRawOrDecoded(string sent, string signedAs) =>
        Assert.Equal(200, (await PostSignedAsync(sent, signedAs)).Status);

    [Theory]
    [InlineData("/bridge/apps/3/events", "/bridge/apps/3/events")]
    [InlineData("/bridge/apps/3/events", "/apps/3/events")]
    [InlineData("/apps/3/events", "/apps/3/events")]
    public async Task Post_BelowAMount_IsAcceptedSignedWithAndWithoutIt(string sent, string signedAs)
    {
        await using RestApiHost host = await RestApiHost.StartAsync(TestApps.Documented(), server => server.UsePathBase("/bridge"));

        Assert.Equal(200, (await PostSignedAsync(sent, signedAs, host)).Status);
    }

    [Theory]
    [InlineData("/realtime/apps/3/events", 200)]
    [InlineData("/apps/3/events", 200)]
    [InlineData("/other/apps/3/events", 401)]
    public async Task Post_ProxyTookThePublicPrefixAwayWithoutAWord_IsAcceptedSignedWithAndWithoutIt(string signedAs, int status)
    {
        await using RestApiHost host = await RestApiHost.StartAsync(
            TestApps.Documented(), options: pusher => pusher.PublicPathPrefix = "/realtime");

        Assert.Equal(status, (await PostSignedAsync(Path, signedAs, host)).Status);
    }

    [Fact]
    public async Task Post_ProxyTookAPrefixAway_IsAcceptedSignedWithIt()
    {
        await using RestApiHost host = await RestApiHost.StartAsync(TestApps.Documented(), server => server.Use((context, next) =>
        {
            context.Request.PathBase = "/public"; // what the forwarded headers middleware makes of X-Forwarded-Prefix
            return next(context);
        }));

        Assert.Equal(200, (await PostSignedAsync(Path, "/public" + Path, host)).Status);
        Assert.Equal(401, (await PostSignedAsync(Path, "/other" + Path, host)).Status);
    }

    [Theory]
    [InlineData(-600, 200)]
    [InlineData(600, 200)]
    [InlineData(-601, 401)]
    [InlineData(601, 401)]
    public async Task Post_Timestamp_HasToBeWithin600Seconds(int shift, int status)
    {
        string query = _host.Query(Body);
        string target = $"{Path}?{query}&auth_signature={_host.Sign("POST", Path, query)}";
        _host.Time.Seconds += shift;

        Assert.Equal(status, (await PostAsync(target)).Status);
    }

    [Fact]
    public async Task Post_ExpiredTimestamp_IsRefusedInPushersWords()
    {
        string query = _host.Query(Body);
        string target = $"{Path}?{query}&auth_signature={_host.Sign("POST", Path, query)}";
        _host.Time.Seconds += 1_000;

        RestAnswer answer = await PostAsync(target);

        Assert.Equal("text/plain", answer.ContentType);
        Assert.Equal(
            "Timestamp expired: Given timestamp (2012-11-16T17:49:39Z) not within 600s of server time (2012-11-16T18:06:19Z)\n", answer.Body);
    }

    [Fact]
    public async Task Post_WrongSignature_IsRefusedInPushersWordsWithoutTheRightOne()
    {
        string query = _host.Query(Body);

        RestAnswer answer = await PostAsync($"{Path}?{query}&auth_signature=abc");

        Assert.Equal(401, answer.Status);
        Assert.Equal(
            $"Invalid signature: you should have sent HmacSHA256Hex(\"POST\\n{Path}\\n{query}\", your_secret_key), but you sent \"abc\"\n", answer.Body);
        Assert.Empty(_host.Publisher.Events);
    }

    [Theory]
    [InlineData("auth_key")]
    [InlineData("auth_timestamp")]
    [InlineData("auth_version")]
    [InlineData("body_md5")]
    public async Task Post_ParameterIsMissing_IsRefused(string parameter)
    {
        string query = string.Join('&', _host.Query(Body).Split('&').Where(part => !part.StartsWith(parameter, StringComparison.Ordinal)));

        RestAnswer answer = await PostAsync($"{Path}?{query}&auth_signature={_host.Sign("POST", Path, query)}");

        Assert.Equal(401, answer.Status);
        Assert.Contains(parameter, answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("auth_timestamp=1353088179", "auth_timestamp=soon")]
    [InlineData("auth_timestamp=1353088179", "auth_timestamp=-1353088179")]
    [InlineData("auth_timestamp=1353088179", "auth_timestamp=99999999999999999")]
    [InlineData("auth_timestamp=1353088179", "auth_timestamp=99999999999999999999999")]
    [InlineData("auth_version=1.0", "auth_version=2.0")]
    [InlineData("auth_key=278d425bdf160c739803", "auth_key=other")]
    public async Task Post_SignedButWrongParameter_IsRefused(string right, string wrong)
    {
        string query = _host.Query(Body).Replace(right, wrong, StringComparison.Ordinal);

        Assert.Equal(401, (await PostAsync($"{Path}?{query}&auth_signature={_host.Sign("POST", Path, query)}")).Status);
    }

    [Fact]
    public async Task Post_NothingSigned_IsRefused() => Assert.Equal(401, (await PostAsync(Path)).Status);

    [Fact]
    public async Task Post_OtherBodyThanTheSignedOne_IsRefused()
    {
        string query = _host.Query(Body);
        string target = $"{Path}?{query}&auth_signature={_host.Sign("POST", Path, query)}";

        RestAnswer tampered = await _host.SendAsync(
            HttpMethod.Post, target, new StringContent(Encoding.UTF8.GetString(Body).Replace("foo", "bar", StringComparison.Ordinal)));
        RestAnswer empty = await _host.SendAsync(HttpMethod.Post, target, new ByteArrayContent([]));

        Assert.Equal((401, 401), (tampered.Status, empty.Status));
        Assert.Empty(_host.Publisher.Events);
    }

    [Theory]
    [InlineData("&x=1")]
    [InlineData("&auth_key=278d425bdf160c739803")]
    public async Task Post_ParameterAddedAfterSigning_IsRefused(string added)
    {
        string query = _host.Query(Body);

        Assert.Equal(401, (await PostAsync($"{Path}?{query}{added}&auth_signature={_host.Sign("POST", Path, query)}")).Status);
    }

    [Fact]
    public async Task Post_SignatureForAnotherMethodOrPath_IsRefused()
    {
        string query = _host.Query(Body);

        Assert.Equal(401, (await PostAsync($"{Path}?{query}&auth_signature={_host.Sign("GET", Path, query)}")).Status);
        Assert.Equal(401, (await PostAsync($"{Path}?{query}&auth_signature={_host.Sign("POST", "/apps/3/batch_events", query)}")).Status);
    }

    [Fact]
    public async Task Post_UnknownApp_IsNotFound() =>
        Assert.Equal(new RestAnswer(404, "text/plain", "Unknown app: 4\n"), await PostSignedAsync("/apps/4/events", "/apps/4/events"));

    [Fact]
    public async Task Post_DisabledApp_IsForbidden()
    {
        PusherApp app = TestApps.Documented();
        app.Disabled = true;
        await using RestApiHost host = await RestApiHost.StartAsync(app);

        Assert.Equal(403, (await PostSignedAsync(Path, Path, host)).Status);
    }

    [Theory]
    [InlineData("12345", "67890")]
    [InlineData("00", "1e5")]
    [InlineData("-1", "\u20ac \ud83d\ude00")]
    public async Task Post_KeysAndSecretsOfAnyText_AreTexts(string key, string secret)
    {
        await using RestApiHost host = await RestApiHost.StartAsync(new PusherApp("3", key, secret));

        Assert.Equal(200, (await PostSignedAsync(Path, Path, host)).Status);
    }

    [Fact]
    public async Task Post_HundredsOfParameters_IsABadRequest() =>
        Assert.Equal(400, (await PostAsync($"{Path}?{string.Concat(Enumerable.Repeat("a&", 1_000))}")).Status);

    [Fact]
    public async Task Get_Events_IsNotFound() => Assert.Equal(
        new RestAnswer(404, "text/plain", "Unknown resource: GET /apps/3/events\n"), await _host.SendAsync(HttpMethod.Get, Path));

    private Task<RestAnswer> PostAsync(string target) => _host.SendAsync(HttpMethod.Post, target, new ByteArrayContent(Body));

    private Task<RestAnswer> PostSignedAsync(string sent, string signedAs, RestApiHost? host = null)
    {
        host ??= _host;
        string query = host.Query(Body);
        return host.SendAsync(
            HttpMethod.Post, $"{sent}?{query}&auth_signature={host.Sign("POST", signedAs, query)}", new ByteArrayContent(Body));
    }
}
