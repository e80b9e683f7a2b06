// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using Bridge.Core.Presence;
using Bridge.Pusher.Apps;
using Bridge.Pusher.Tests.Apps;

namespace Bridge.Pusher.Tests.RestApi;

public sealed class BatchEndpointTests : IAsyncLifetime
{
    private RestApiHost _host = null!;

    public async Task InitializeAsync()
    {
        PusherApp app = TestApps.Documented();
        app.GroupPrefix = "app3:";
        _host = await RestApiHost.StartAsync(app);
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Batch_SeveralEvents_ArePublishedInTheirOrder()
    {
        RestAnswer answer = await PostAsync(
            """{"name":"a","channel":"x","data":"1","socket_id":"1.2"}""",
            """{"name":"b","channels":["y"],"data":{"n":2}}""",
            """{"name":"c","channel":"x","data":"3"}""");

        Assert.Equal(new RestAnswer(200, "application/json", "{}"), answer);
        Assert.Equal(
            [("app3:x", "a", "\"1\"", "1.2"), ("app3:y", "b", "\"{\\\"n\\\":2}\"", null), ("app3:x", "c", "\"3\"", null)],
            _host.Publisher.Events.Select(e => (e.Group, e.Name, Encoding.UTF8.GetString(e.Data.StringToken.Span), e.ExceptSocketId)));
    }

    [Fact]
    public async Task Batch_InfoOnSome_AnswersForEachEventInOrder()
    {
        _host.Queries.Occupancies["app3:a"] = new ChannelOccupancy(3, 0);
        _host.Queries.Occupancies["app3:presence-b"] = new ChannelOccupancy(3, 1);

        RestAnswer answer = await PostAsync(
            """{"name":"e","channel":"a","data":"","info":"subscription_count"}""",
            """{"name":"e","channel":"a","data":""}""",
            """{"name":"e","channel":"presence-b","data":"","info":"user_count,subscription_count"}""");

        Assert.Equal("""{"batch":[{"subscription_count":3},{},{"user_count":1,"subscription_count":3}]}""", answer.Body);
    }

    [Theory]
    [InlineData("", "Missing required parameter: batch")]
    [InlineData("{}", "Missing required parameter: batch")]
    [InlineData("{\"batch\":[]}", "Missing required parameter: batch")]
    [InlineData("{\"batch\":null}", "batch should be an array of events")]
    [InlineData("{\"batch\":{}}", "batch should be an array of events")]
    [InlineData("[]", "A batch should be a JSON object")]
    [InlineData("{\"batch\":[1]}", "An event should be a JSON object")]
    [InlineData("{\"batch\":[{\"name\":\"e\",\"channel\":\"a\",\"data\":\"\"}", "The request body is not valid JSON")]
    [InlineData("{\"batch\":[{\"channel\":\"a\",\"data\":\"\"}]}", "Missing required parameter: name")]
    [InlineData("{\"batch\":[{\"name\":\"e\",\"data\":\"\"}]}", "Missing required parameter: channel")]
    [InlineData("{\"batch\":[{\"name\":\"e\",\"channel\":\"a\"}]}", "Missing required parameter: data")]
    [InlineData("{\"batch\":[{\"name\":\"e\",\"channels\":[\"a\",\"b\"],\"data\":\"\"}]}", "Each event of a batch goes to one channel")]
    [InlineData("{\"batch\":[{\"name\":\"e\",\"channel\":\"#a\",\"data\":\"\"}]}", "Invalid channel name: '#a'")]
    [InlineData("{\"idempotency_key\":7}", "idempotency_key should be a string")]
    public async Task Batch_BadRequest_SaysWhyInALineOfText(string body, string error) =>
        Assert.Equal(new RestAnswer(400, "text/plain", error + "\n"), await _host.PostAsync("/batch_events", body));

    [Fact]
    public async Task Batch_OneBadEvent_PublishesNone()
    {
        RestAnswer answer = await PostAsync("""{"name":"e","channel":"a","data":""}""", """{"name":"pusher:e","channel":"a","data":""}""");

        Assert.Equal(400, answer.Status);
        Assert.Empty(_host.Publisher.Events);
    }

    [Theory]
    [InlineData(10, 200)]
    [InlineData(11, 400)]
    public async Task Batch_NumberOfEvents_IsLimited(int count, int status)
    {
        RestAnswer answer = await PostAsync([.. Enumerable.Repeat("""{"name":"e","channel":"a","data":""}""", count)]);

        Assert.Equal(status, answer.Status);
        Assert.Equal(status == 200 ? "{}" : "Batch too large (11 > 10)\n", answer.Body);
        Assert.Equal(status == 200 ? count : 0, _host.Publisher.Events.Count);
    }

    [Fact]
    public async Task Batch_OneEventTooLarge_IsTooLarge() =>
        Assert.Equal(413, (await PostAsync($$"""{"name":"e","channel":"a","data":"{{new string('x', 10_241)}}"}""")).Status);

    private Task<RestAnswer> PostAsync(params string[] events) =>
        _host.PostAsync("/batch_events", $$"""{"batch":[{{string.Join(',', events)}}]}""");
}
