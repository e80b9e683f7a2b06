// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Apps;
using Bridge.Pusher.Tests.Apps;

namespace Bridge.Pusher.Tests.RestApi;

public sealed class RateLimitTests : IAsyncLifetime
{
    private const string Event = """{"name":"e","channel":"a","data":""}""";

    private readonly PusherApp _app = TestApps.Documented();
    private RestApiHost _host = null!;

    public async Task InitializeAsync() => _host = await RestApiHost.StartAsync(_app);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Publish_MoreThanTheLimitInASecond_IsRefusedUntilTheNext()
    {
        _app.Limits.BackendEventsPerSecond = 2;
        int[] statuses = [await PublishAsync(), await PublishAsync(), await PublishAsync()];
        _host.Time.Seconds++;

        Assert.Equal([200, 200, 429], statuses);
        Assert.Equal(200, await PublishAsync());
        Assert.Equal(3, _host.Publisher.Events.Count);
    }

    [Fact]
    public async Task Publish_OverTheLimit_SaysWhenToRetry()
    {
        _app.Limits.BackendEventsPerSecond = 1;
        await PublishAsync();

        using HttpResponseMessage refused = await _host.PostForResponseAsync("/events", Event);

        Assert.Equal(429, (int)refused.StatusCode);
        Assert.Equal("1", refused.Headers.GetValues("Retry-After").Single());
        Assert.Equal("More than 1 events in a second\n", await refused.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Publish_SeveralChannels_CountsOneForEach()
    {
        _app.Limits.BackendEventsPerSecond = 3;

        Assert.Equal(200, await StatusOf("/events", """{"name":"e","channels":["a","b"],"data":""}"""));
        Assert.Equal(429, await StatusOf("/events", """{"name":"e","channels":["a","b"],"data":""}"""));
        Assert.Equal(200, await PublishAsync());
    }

    [Fact]
    public async Task Batch_MoreThanIsLeft_IsRefusedAsAWhole()
    {
        _app.Limits.BackendEventsPerSecond = 2;
        await PublishAsync();

        Assert.Equal(429, await StatusOf("/batch_events", $$"""{"batch":[{{Event}},{{Event}}]}"""));
        Assert.Single(_host.Publisher.Events);
    }

    [Fact]
    public async Task Publish_OneRequestOverTheWholeLimit_TakesAllOfASecond()
    {
        _app.Limits.BackendEventsPerSecond = 2;

        Assert.Equal(200, await StatusOf("/events", """{"name":"e","channels":["a","b","c"],"data":""}"""));
        Assert.Equal(429, await PublishAsync());
    }

    [Fact]
    public async Task Publish_LimitIsChanged_HoldsFromTheNextRequestOn()
    {
        _app.Limits.BackendEventsPerSecond = 1;
        await PublishAsync();
        Assert.Equal(429, await PublishAsync());

        _app.Limits.BackendEventsPerSecond = 2;
        Assert.Equal(200, await PublishAsync());
        _app.Limits.BackendEventsPerSecond = 0;
        int[] unlimited = [await PublishAsync(), await PublishAsync(), await PublishAsync()];
        Assert.Equal([200, 200, 200], unlimited);
    }

    [Fact]
    public async Task Read_MoreThanTheLimitInASecond_IsRefusedAndPublishingIsNot()
    {
        _app.Limits.ReadRequestsPerSecond = 1;

        Assert.Equal(200, (await _host.GetAsync("/channels")).Status);
        Assert.Equal(new RestAnswer(429, "text/plain", "More than 1 read requests in a second\n"), await _host.GetAsync("/channels/a"));
        Assert.Equal(200, await PublishAsync());
    }

    [Fact]
    public async Task Publish_NotSigned_TakesNothingFromTheLimit()
    {
        _app.Limits.BackendEventsPerSecond = 1;
        Assert.Equal(401, (await _host.SendAsync(HttpMethod.Post, "/apps/3/events", new StringContent(Event))).Status);

        Assert.Equal(200, await PublishAsync());
    }

    private Task<int> PublishAsync() => StatusOf("/events", Event);

    private async Task<int> StatusOf(string resource, string body) => (await _host.PostAsync(resource, body)).Status;
}
