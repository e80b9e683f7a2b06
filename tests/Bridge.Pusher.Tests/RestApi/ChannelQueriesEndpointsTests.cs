// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Presence;
using Bridge.Pusher.Apps;
using Bridge.Pusher.Tests.Apps;

namespace Bridge.Pusher.Tests.RestApi;

public sealed class ChannelQueriesEndpointsTests : IAsyncLifetime
{
    private RestApiHost _host = null!;

    public async Task InitializeAsync()
    {
        PusherApp app = TestApps.Documented();
        app.GroupPrefix = "app3:";
        _host = await RestApiHost.StartAsync(app);
        _host.Queries.Occupancies["app3:room"] = new ChannelOccupancy(2, 0);
        _host.Queries.Occupancies["app3:presence-room"] = new ChannelOccupancy(5, 2);
        _host.Queries.Occupancies["app4:room"] = new ChannelOccupancy(1, 0);
        _host.Queries.Members["app3:presence-room"] = [new PresenceMember("7", null), new PresenceMember("Mr \"X\" @\u00e9", "{}")];
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData(null, "{\"channels\":{\"room\":{},\"presence-room\":{}}}")]
    [InlineData("filter_by_prefix=presence-", "{\"channels\":{\"presence-room\":{}}}")]
    [InlineData("filter_by_prefix=presence-&info=user_count", "{\"channels\":{\"presence-room\":{\"user_count\":2}}}")]
    [InlineData("filter_by_prefix=presence-r&info=user_count,subscription_count", "{\"channels\":{\"presence-room\":{\"user_count\":2,\"subscription_count\":5}}}")]
    [InlineData("filter_by_prefix=ro&info=subscription_count", "{\"channels\":{\"room\":{\"subscription_count\":2}}}")]
    [InlineData("filter_by_prefix=nobody", "{\"channels\":{}}")]
    [InlineData("filter_by_prefix=app4:", "{\"channels\":{}}")]
    [InlineData("filter_by_prefix=nobody&page=2&limit=", "{\"channels\":{}}")]
    public async Task GetChannels_Parameters_AnswerTheAppsOwnOccupiedChannels(string? parameters, string json) =>
        Assert.Equal(new RestAnswer(200, "application/json", json), await _host.GetAsync("/channels", parameters));

    [Theory]
    [InlineData("/channels/room", null, "{\"occupied\":true}")]
    [InlineData("/channels/room", "info=subscription_count", "{\"occupied\":true,\"subscription_count\":2}")]
    [InlineData("/channels/presence-room", "info=user_count,subscription_count", "{\"occupied\":true,\"user_count\":2,\"subscription_count\":5}")]
    [InlineData("/channels/nobody", null, "{\"occupied\":false}")]
    [InlineData("/channels/presence-nobody", "info=user_count", "{\"occupied\":false,\"user_count\":0}")]
    [InlineData("/channels/cache-empty", "info=cache", "{\"occupied\":false,\"cache\":null}")]
    [InlineData("/channels/room", "info=&unknown=1", "{\"occupied\":true}")]
    [InlineData("/channels/room/stats", null, "{\"occupied\":true,\"subscription_count\":2}")]
    [InlineData("/channels/presence-room/stats", null, "{\"occupied\":true,\"user_count\":2,\"subscription_count\":5}")]
    [InlineData("/channels/presence-room/users", null, "{\"users\":[{\"id\":\"7\"},{\"id\":\"Mr \\u0022X\\u0022 @\\u00E9\"}]}")]
    [InlineData("/channels/presence-room/users", "info=user_info", "{\"users\":[{\"id\":\"7\"},{\"id\":\"Mr \\u0022X\\u0022 @\\u00E9\"}]}")]
    [InlineData("/channels/presence-nobody/users", null, "{\"users\":[]}")]
    public async Task GetChannel_Parameters_AnswerWhatWasAskedFor(string resource, string? parameters, string json) =>
        Assert.Equal(new RestAnswer(200, "application/json", json), await _host.GetAsync(resource, parameters));

    [Fact]
    public async Task GetChannel_CachedEvent_AnswersItsDataAndTheSecondsLeft()
    {
        _host.Queries.Cached["app3:cache-news"] = new KeptEvent(
            new CachedEvent("e", "\"{\\\"a\\\":\\u00e9}\""u8.ToArray()), TimeSpan.FromSeconds(1789.2));

        RestAnswer answer = await _host.GetAsync("/channels/cache-news", "info=cache");

        Assert.Equal("{\"occupied\":false,\"cache\":{\"data\":\"{\\\"a\\\":\\u00e9}\",\"ttl\":1790}}", answer.Body);
    }

    [Theory]
    [InlineData("/channels", "info=user_count", "user_count may only be requested for presence channels - please supply filter_by_prefix begining with presence-")]
    [InlineData("/channels", "filter_by_prefix=priv&info=user_count", "user_count may only be requested for presence channels - please supply filter_by_prefix begining with presence-")]
    [InlineData("/channels", "info=cats", "info should be a comma separated list of attributes")]
    [InlineData("/channels", "info=cache", "info should be a comma separated list of attributes")]
    [InlineData("/channels/room", "info=cats,dogs", "info should be a comma separated list of attributes")]
    [InlineData("/channels/room", "info=user_count", "Cannot retrieve the user count unless the channel is a presence channel")]
    [InlineData("/channels/room/users", null, "Users can only be retrieved for presence channels")]
    [InlineData("/channels/a%20b", null, "Invalid channel name: 'a b'")]
    [InlineData("/channels/%23server", null, "Invalid channel name: '#server'")]
    [InlineData("/channels/presence-%3Cb%3E/users", null, "Invalid channel name: 'presence-<b>'")]
    public async Task Get_BadRequest_SaysWhyInALineOfText(string resource, string? parameters, string error) =>
        Assert.Equal(new RestAnswer(400, "text/plain", error + "\n"), await _host.GetAsync(resource, parameters));

    [Theory]
    [InlineData("/channels")]
    [InlineData("/channels/room")]
    [InlineData("/channels/presence-room/users")]
    [InlineData("/connections")]
    public async Task Get_NotSigned_IsRefused(string resource) =>
        Assert.Equal(401, (await _host.SendAsync(HttpMethod.Get, "/apps/3" + resource)).Status);

    [Fact]
    public async Task GetConnections_NobodyIsConnected_AnswersNone() =>
        Assert.Equal(new RestAnswer(200, "application/json", "{\"connections\":0}"), await _host.GetAsync("/connections"));

    [Theory]
    [InlineData("POST", "/channels")]
    [InlineData("DELETE", "/channels/room")]
    [InlineData("OPTIONS", "/events")]
    [InlineData("PUT", "/users/u/terminate_connections")]
    public async Task OtherMethod_AnyResource_IsNotFound(string method, string resource) => Assert.Equal(
        new RestAnswer(404, "text/plain", $"Unknown resource: {method} /apps/3{resource}\n"),
        await _host.SendAsync(new HttpMethod(method), "/apps/3" + resource));
}
