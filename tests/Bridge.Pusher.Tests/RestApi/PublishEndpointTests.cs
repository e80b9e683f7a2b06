// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using Bridge.Core.Channels;
using Bridge.Core.Presence;
using Bridge.Pusher.Apps;
using Bridge.Pusher.Tests.Apps;

namespace Bridge.Pusher.Tests.RestApi;

public sealed class PublishEndpointTests : IAsyncLifetime
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
    public async Task Publish_ManyChannels_PublishesOnEachOnceAndInOrder()
    {
        RestAnswer answer = await _host.PublishAsync(
            "{\"name\":\"e\",\"channels\":[\"b\",\"a\",\"b\",\"#server-to-user-Mr X@1\"],\"data\":\"1\",\"socket_id\":\"12.34\"}");

        Assert.Equal(new RestAnswer(200, "application/json", "{}"), answer);
        Assert.Equal(["app3:b", "app3:a", "app3:#server-to-user-Mr X@1"], _host.Publisher.Events.Select(e => e.Group));
        Assert.All(_host.Publisher.Events, e => Assert.Equal(("e", "12.34", false), (e.Name, e.ExceptSocketId, e.IsClientEvent)));
    }

    [Theory]
    [InlineData("\"\"", "\"\"")]
    [InlineData("\"{\\\"a\\\" : \\u00e9\\/}\"", "\"{\\\"a\\\" : \\u00e9\\/}\"")]
    [InlineData("\"\\ud800 lone\"", "\"\\ud800 lone\"")]
    [InlineData("{\"a\":[1,\"x\"]}", "\"{\\\"a\\\":[1,\\\"x\\\"]}\"")]
    [InlineData("12.50", "\"12.50\"")]
    [InlineData("null", "\"null\"")]
    public async Task Publish_Data_StringsByteForByteAndOtherValuesAsText(string data, string token)
    {
        Assert.Equal(200, (await _host.PublishAsync($"{{\"data\":{data},\"name\":\"e\",\"channel\":\"a\"}}")).Status);

        EventData published = Assert.Single(_host.Publisher.Events).Data;
        Assert.Equal(token, Encoding.UTF8.GetString(published.StringToken.Span));
    }

    [Fact]
    public async Task Publish_Info_AnswersForEachChannelWhatApplies()
    {
        _host.Queries.Occupancies["app3:a"] = new ChannelOccupancy(3, 0);
        _host.Queries.Occupancies["app3:presence-b"] = new ChannelOccupancy(3, 1);

        RestAnswer answer = await _host.PublishAsync(
            "{\"name\":\"e\",\"channels\":[\"a\",\"presence-b\"],\"data\":\"\",\"info\":\"subscription_count,user_count\"}");

        Assert.Equal(
            "{\"channels\":{\"a\":{\"subscription_count\":3},\"presence-b\":{\"user_count\":1,\"subscription_count\":3}}}", answer.Body);
    }

    [Fact]
    public async Task Publish_InfoThatDoesNotApply_AnswersAnEmptyObject() =>
        Assert.Equal(
            "{\"channels\":{\"a\":{}}}",
            (await _host.PublishAsync("{\"name\":\"e\",\"channel\":\"a\",\"data\":\"\",\"info\":\"user_count\"}")).Body);

    [Fact]
    public async Task Publish_NullsAndUnknownParameters_AreIgnored() =>
        Assert.Equal(200, (await _host.PublishAsync(
            "{\"x\":{\"name\":[1]},\"name\":\"e\",\"channels\":null,\"channel\":\"a\",\"data\":\"\",\"socket_id\":null,\"info\":null}")).Status);

    [Fact]
    public async Task Publish_ParametersInTheQueryString_AreTaken()
    {
        const string Path = "/apps/3/events";
        string query = _host.Query(null, "channels[]=a&channels[]=b&data={\"x\":1}&name=e");
        RestAnswer answer = await _host.SendAsync(
            HttpMethod.Post, $"{Path}?{query.Replace("\"", "%22", StringComparison.Ordinal)}&auth_signature={_host.Sign("POST", Path, query)}");

        Assert.Equal(200, answer.Status);
        Assert.Equal(["app3:a", "app3:b"], _host.Publisher.Events.Select(e => e.Group));
        Assert.Equal("{\"x\":1}", Encoding.UTF8.GetString(_host.Publisher.Events.First().Data.Json.Span));
    }

    [Theory]
    [InlineData("", "Missing required parameter: name")]
    [InlineData("{}", "Missing required parameter: name")]
    [InlineData("{\"name\":\"\",\"channel\":\"a\",\"data\":\"\"}", "Missing required parameter: name")]
    [InlineData("{\"name\":\"e\",\"channel\":\"a\"}", "Missing required parameter: data")]
    [InlineData("{\"name\":\"e\",\"data\":\"\"}", "Missing required parameter: channel")]
    [InlineData("{\"name\":\"e\",\"data\":\"\",\"channels\":[]}", "Missing required parameter: channel")]
    [InlineData("{\"name\":\"pusher:x\",\"channel\":\"a\",\"data\":\"\"}", "Event names starting with 'pusher:' or 'pusher_internal:' are reserved")]
    [InlineData("{\"name\":\"pusher_internal:x\",\"channel\":\"a\",\"data\":\"\"}", "Event names starting with 'pusher:' or 'pusher_internal:' are reserved")]
    [InlineData("{\"name\":\"e\",\"channel\":\"a b\",\"data\":\"\"}", "Invalid channel name: 'a b'")]
    [InlineData("{\"name\":\"e\",\"channel\":\"#other\",\"data\":\"\"}", "Invalid channel name: '#other'")]
    [InlineData("{\"name\":\"e\",\"channel\":\"\",\"data\":\"\"}", "Invalid channel name: ''")]
    [InlineData("{\"name\":\"e\",\"channel\":\"a\",\"data\":\"\",\"socket_id\":\"1\"}", "Invalid socket_id: '1'")]
    [InlineData("{\"name\":\"e\",\"channel\":\"a\",\"data\":\"\",\"info\":\"cats\"}", "info should be a comma separated list of attributes")]
    [InlineData("{\"name\":1}", "name should be a string")]
    [InlineData("{\"name\":\"\\ud800\"}", "name should be a string")]
    [InlineData("{\"socket_id\":{}}", "socket_id should be a string")]
    [InlineData("{\"info\":[]}", "info should be a string")]
    [InlineData("{\"channel\":[\"a\"]}", "channel should be a string")]
    [InlineData("{\"channels\":\"a\"}", "channels should be an array of strings")]
    [InlineData("{\"channels\":[\"a\",1]}", "channels should be an array of strings")]
    [InlineData("{\"channels\":[null]}", "channels should be an array of strings")]
    [InlineData("[]", "An event should be a JSON object")]
    [InlineData("\"text\"", "An event should be a JSON object")]
    [InlineData("{\"name\":\"e\"", "The request body is not valid JSON")]
    [InlineData("{\"name\":\"e\"} x", "The request body is not valid JSON")]
    [InlineData("{\"data\":\"\\x\"}", "The request body is not valid JSON")]
    [InlineData("{\"data\":[[1}", "The request body is not valid JSON")]
    [InlineData("name=e&data=1", "The request body is not valid JSON")]
    public async Task Publish_BadRequest_SaysWhyInALineOfText(string body, string error)
    {
        Assert.Equal(new RestAnswer(400, "text/plain", error + "\n"), await _host.PublishAsync(body));
        Assert.Empty(_host.Publisher.Events);
    }

    [Fact]
    public async Task Publish_DeeplyNestedData_IsABadRequest() =>
        Assert.Equal(400, (await _host.PublishAsync($"{{\"data\":{new string('[', 100_000)}")).Status);

    [Theory]
    [InlineData("22FF22")]
    [InlineData("22C328")]
    [InlineData("22EDA08022")]
    public async Task Publish_InvalidUtf8InData_IsABadRequest(string dataHex)
    {
        byte[] body = [.. "{\"name\":\"e\",\"channel\":\"a\",\"data\":"u8, .. Convert.FromHexString(dataHex), .. "}"u8];

        Assert.Equal(new RestAnswer(400, "text/plain", "The request body is not valid UTF-8\n"), await _host.PublishAsync(body));
    }

    [Theory]
    [InlineData("x", 10_240, 200)]
    [InlineData("x", 10_241, 413)]
    [InlineData("\\u0000", 10_240, 200)]
    [InlineData("\\u0000", 10_241, 413)]
    [InlineData("\u20ac", 3_413, 200)]
    [InlineData("\u20ac", 3_414, 413)]
    public async Task Publish_SizeOfData_CountsTheTextInUtf8(string character, int count, int status)
    {
        string data = string.Concat(Enumerable.Repeat(character, count));

        RestAnswer answer = await _host.PublishAsync($"{{\"name\":\"e\",\"channel\":\"a\",\"data\":\"{data}\"}}");

        Assert.Equal(status, answer.Status);
        if (status == 413)
        {
            Assert.Equal(
                "The data content of this event exceeds the allowed maximum (10240 bytes). See https://pusher.com/docs/channels/server_api/http-api#publishing-events for more info\n",
                answer.Body);
        }
    }

    [Theory]
    [InlineData(100, 200)]
    [InlineData(101, 400)]
    public async Task Publish_NumberOfChannels_IsLimited(int count, int status)
    {
        string channels = string.Join(',', Enumerable.Range(0, count).Select(i => $"\"c{i}\""));

        Assert.Equal(status, (await _host.PublishAsync($"{{\"name\":\"e\",\"channels\":[{channels}],\"data\":\"\"}}")).Status);
        Assert.Equal(status == 200 ? count : 0, _host.Publisher.Events.Count);
    }

    [Theory]
    [InlineData(200, 200, 200)]
    [InlineData(201, 200, 400)]
    [InlineData(200, 201, 400)]
    public async Task Publish_LengthsOfNames_AreLimited(int name, int channel, int status) =>
        Assert.Equal(status, (await _host.PublishAsync(
            $"{{\"name\":\"{new string('n', name)}\",\"channel\":\"{new string('c', channel)}\",\"data\":\"\"}}")).Status);

    [Theory]
    [InlineData(1_048_576, "The data content of this event exceeds")]
    [InlineData(1_048_577, "The request body exceeds the allowed maximum (1048576 bytes)")]
    [InlineData(3_000_000, "The request body exceeds the allowed maximum (1048576 bytes)")]
    public async Task Publish_BodyOfAMegabyte_IsTooLarge(int size, string error)
    {
        RestAnswer answer = await _host.PublishAsync(BodyOf(size));

        Assert.Equal(413, answer.Status);
        Assert.StartsWith(error, answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_ChunkedBodyOverTheCap_IsTooLarge()
    {
        byte[] body = BodyOf(1_100_000);
        string query = _host.Query(body);
        using var stream = new MemoryStream(body);
        using var chunked = new NoLengthContent(stream);

        RestAnswer answer = await _host.SendAsync(
            HttpMethod.Post, $"/apps/3/events?{query}&auth_signature={_host.Sign("POST", "/apps/3/events", query)}", chunked);

        Assert.Equal(413, answer.Status);
    }

    private static byte[] BodyOf(int size)
    {
        const string Start = "{\"name\":\"e\",\"channel\":\"a\",\"data\":\"";
        return Encoding.UTF8.GetBytes(Start + new string('x', size - Start.Length - 2) + "\"}");
    }

    private sealed class NoLengthContent(Stream stream) : StreamContent(stream)
    {
        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
