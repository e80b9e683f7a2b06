// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Idempotency;
using Bridge.Core.Presence;
using Bridge.Pusher.Tests.Apps;

namespace Bridge.Pusher.Tests.RestApi;

public sealed class IdempotentPublishTests : IAsyncLifetime
{
    private const string Event = """{"name":"e","channel":"a","data":"1","info":"subscription_count"}""";

    private RestApiHost _host = null!;

    public async Task InitializeAsync() => _host = await RestApiHost.StartAsync(TestApps.Documented());

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Publish_AgainWithTheHeader_DeliversOnceAndAnswersTheSame()
    {
        _host.Queries.Occupancies["a"] = new ChannelOccupancy(1, 0);
        RestAnswer first = await _host.PostAsync("/events", Event, idempotencyKey: "k");
        _host.Queries.Occupancies["a"] = new ChannelOccupancy(2, 0);

        RestAnswer second = await _host.PostAsync("/events", Event, idempotencyKey: "k");

        Assert.Equal("""{"channels":{"a":{"subscription_count":1}}}""", first.Body);
        Assert.Equal(first, second);
        Assert.Single(_host.Publisher.Events);
    }

    [Fact]
    public async Task Publish_KeyInTheBody_CountsBeforeTheHeader()
    {
        const string Keyed = """{"name":"e","channel":"a","data":"1","idempotency_key":"body"}""";
        await _host.PostAsync("/events", Keyed, idempotencyKey: "one");
        await _host.PostAsync("/events", Keyed, idempotencyKey: "two");

        Assert.Single(_host.Publisher.Events);
    }

    [Fact]
    public async Task Publish_OtherKeyOrLaterThanTheLifetime_DeliversAgain()
    {
        await _host.PostAsync("/events", Event, idempotencyKey: "k");
        await _host.PostAsync("/events", Event, idempotencyKey: "other");
        _host.Time.Seconds += new IdempotencyOptions().LifetimeSeconds;
        await _host.PostAsync("/events", Event, idempotencyKey: "k");
        await _host.PostAsync("/events", Event);

        Assert.Equal(4, _host.Publisher.Events.Count);
    }

    [Fact]
    public async Task Publish_RefusedTheFirstTime_LeavesTheKeyFree()
    {
        Assert.Equal(400, (await _host.PostAsync("/events", """{"name":"e","data":""}""", idempotencyKey: "k")).Status);
        Assert.Equal(200, (await _host.PostAsync("/events", Event, idempotencyKey: "k")).Status);

        Assert.Single(_host.Publisher.Events);
    }

    [Fact]
    public async Task Publish_ManyAtOnceWithOneKey_DeliversOnceAndAnswersAllTheSame()
    {
        _host.Publisher.Gate = new TaskCompletionSource();
        Task<RestAnswer>[] retries = [.. Enumerable.Range(0, 8).Select(_ => _host.PostAsync("/events", Event, idempotencyKey: "k"))];
        await _host.Publisher.Reached.WaitAsync(TimeSpan.FromSeconds(20));
        _host.Publisher.Gate.SetResult();

        RestAnswer[] answers = await Task.WhenAll(retries);

        Assert.All(answers, answer => Assert.Equal(answers[0], answer));
        Assert.Equal(200, answers[0].Status);
        Assert.Single(_host.Publisher.Events);
    }

    [Fact]
    public async Task Publish_FailedInTheMiddle_MayBeTriedAgain()
    {
        _host.Publisher.Failure = new InvalidOperationException("The state is away.");
        Assert.Equal(500, (await _host.PostAsync("/events", Event, idempotencyKey: "k")).Status);
        _host.Publisher.Failure = null;

        Assert.Equal(200, (await _host.PostAsync("/events", Event, idempotencyKey: "k")).Status);
        Assert.Single(_host.Publisher.Events);
    }

    [Fact]
    public async Task Batch_AgainWithTheHeaderOrTheKeyInTheBody_DeliversOnce()
    {
        const string Plain = """{"batch":[{"name":"e","channel":"a","data":""},{"name":"f","channel":"a","data":""}]}""";
        const string Keyed = """{"idempotency_key":"k","batch":[{"name":"e","channel":"a","data":""},{"name":"f","channel":"a","data":""}]}""";
        RestAnswer first = await _host.PostAsync("/batch_events", Plain, idempotencyKey: "k");

        Assert.Equal(first, await _host.PostAsync("/batch_events", Keyed));
        Assert.Equal(["e", "f"], _host.Publisher.Events.Select(e => e.Name));
    }

    [Fact]
    public async Task Batch_KeysOfEvents_LeaveOutThoseThatWereDelivered()
    {
        const string First = """{"name":"e","channel":"a","data":"","idempotency_key":"1","info":"subscription_count"}""";
        const string Second = """{"name":"f","channel":"a","data":"","idempotency_key":"2"}""";
        await _host.PostAsync("/batch_events", $$"""{"batch":[{{First}}]}""");
        _host.Queries.Occupancies["a"] = new ChannelOccupancy(9, 0);

        RestAnswer answer = await _host.PostAsync("/batch_events", $$"""{"batch":[{{First}},{{Second}}]}""");

        Assert.Equal("""{"batch":[{"subscription_count":0},{}]}""", answer.Body);
        Assert.Equal(["e", "f"], _host.Publisher.Events.Select(e => e.Name));
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("129", 400)]
    [InlineData("128", 200)]
    public async Task Publish_LengthOfTheKey_IsLimited(string length, int status)
    {
        string key = length.Length == 0 ? "" : new string('k', int.Parse(length, System.Globalization.CultureInfo.InvariantCulture));

        RestAnswer answer = await _host.PostAsync("/events", $$"""{"name":"e","channel":"a","data":"","idempotency_key":"{{key}}"}""");

        Assert.Equal(status, answer.Status);
        Assert.Equal(status == 200 ? "{}" : "An idempotency_key is 1 to 128 characters\n", answer.Body);
    }
}
