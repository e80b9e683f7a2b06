// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Apps;
using Bridge.Pusher.Tests.Apps;

namespace Bridge.Pusher.Tests.RestApi;

public sealed class OtherEndpointsTests : IAsyncLifetime
{
    private RestApiHost _host = null!;

    public async Task InitializeAsync()
    {
        PusherApp app = TestApps.Documented();
        app.GroupPrefix = "app3:";
        _host = await RestApiHost.StartAsync(app);
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("ann", "ann")]
    [InlineData("Mr%20X", "Mr X")]
    [InlineData("ann@example.org", "ann@example.org")]
    [InlineData("ann%40example.org", "ann@example.org")]
    [InlineData("a%2Fb", "a/b")]
    [InlineData("a%252Fb", "a%2Fb")]
    [InlineData("%E2%82%AC", "\u20ac")]
    public async Task Terminate_UserIdInThePath_IsDecodedOnce(string sent, string userId)
    {
        Assert.Equal(
            new RestAnswer(200, "application/json", "{}"), await _host.PostAsync($"/users/{sent}/terminate_connections", "{}"));
        Assert.Equal(["app3:" + userId], _host.Users.Terminated);
    }

    [Fact]
    public async Task Terminate_SignedOverTheDecodedPath_IsAccepted()
    {
        byte[] body = "{}"u8.ToArray();
        string query = _host.Query(body);
        string signature = _host.Sign("POST", "/apps/3/users/Mr X@1/terminate_connections", query);

        RestAnswer answer = await _host.SendAsync(
            HttpMethod.Post, $"/apps/3/users/Mr%20X@1/terminate_connections?{query}&auth_signature={signature}", new ByteArrayContent(body));

        Assert.Equal(200, answer.Status);
        Assert.Equal(["app3:Mr X@1"], _host.Users.Terminated);
    }

    [Fact]
    public async Task PostChannelEvent_BodyIsTheData_IsPublishedAndAccepted()
    {
        RestAnswer answer = await _host.PostAsync("/channels/room/events", "{\"a\": \"\u20ac\"}", "name=e&socket_id=1.2");

        Assert.Equal(new RestAnswer(202, null, ""), answer);
        var published = Assert.Single(_host.Publisher.Events);
        Assert.Equal(("app3:room", "e", "1.2"), (published.Group, published.Name, published.ExceptSocketId));
        Assert.Equal("{\"a\": \"\u20ac\"}", System.Text.Encoding.UTF8.GetString(published.Data.Json.Span));
    }

    [Theory]
    [InlineData("/channels/room/events", null, "Missing required parameter: name")]
    [InlineData("/channels/room/events", "name=pusher:x", "Event names starting with 'pusher:' or 'pusher_internal:' are reserved")]
    [InlineData("/channels/room/events", "name=e&socket_id=x", "Invalid socket_id: 'x'")]
    [InlineData("/channels/a%20b/events", "name=e", "Invalid channel name: 'a b'")]
    public async Task PostChannelEvent_BadRequest_SaysWhy(string resource, string? parameters, string error) =>
        Assert.Equal(new RestAnswer(400, "text/plain", error + "\n"), await _host.PostAsync(resource, "data", parameters));

    [Fact]
    public async Task PostChannelEvent_InvalidUtf8_IsABadRequest() => Assert.Equal(
        new RestAnswer(400, "text/plain", "The request body is not valid UTF-8\n"),
        await _host.PostAsync("/channels/room/events", [0xC3, 0x28], "name=e"));

    [Fact]
    public async Task PostChannelEvent_TooLarge_IsTooLarge() =>
        Assert.Equal(413, (await _host.PostAsync("/channels/room/events", new string('x', 10_241), "name=e")).Status);
}
