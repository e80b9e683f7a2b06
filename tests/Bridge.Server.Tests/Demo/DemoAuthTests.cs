// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using System.Text.Json;

namespace Bridge.Server.Tests.Demo;

public sealed class DemoAuthTests : IAsyncLifetime
{
    private readonly ServerProcess _server = ServerProcess.Start();
    private HttpClient _client = null!;

    public async Task InitializeAsync() => _client = await _server.ConnectAsync();

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Auth_GuestOfThePage_SignsNameAndClient()
    {
        using JsonDocument answer = await PostAsync(
            "/pusher/auth",
            ("socket_id", "1.2"), ("channel_name", "presence-demo"), ("user_id", "g1"), ("user_name", "Quiet Otter"), ("user_client", "SignalR"));

        Assert.Matches("^demo-key:[0-9a-f]{64}$", answer.RootElement.GetProperty("auth").GetString());
        Assert.Equal(
            """{"user_id":"g1","user_info":{"name":"Quiet Otter","client":"SignalR"}}""",
            answer.RootElement.GetProperty("channel_data").GetString());
    }

    [Fact]
    public async Task Auth_NoUserFields_SignsAGuest()
    {
        using JsonDocument answer = await PostAsync("/pusher/auth", ("socket_id", "1.2"), ("channel_name", "presence-demo"));

        Assert.StartsWith("{\"user_id\":\"guest-", answer.RootElement.GetProperty("channel_data").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UserAuth_Guest_SignsTheUser()
    {
        using JsonDocument answer = await PostAsync("/pusher/user-auth", ("socket_id", "1.2"), ("user_id", "g1"));

        Assert.Matches("^demo-key:[0-9a-f]{64}$", answer.RootElement.GetProperty("auth").GetString());
        Assert.StartsWith("{\"id\":\"g1\"", answer.RootElement.GetProperty("user_data").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Auth_NoForm_IsABadRequest()
    {
        using HttpResponseMessage response = await _client.PostAsync("/pusher/auth", new StringContent("{}"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    private async Task<JsonDocument> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using HttpResponseMessage response = await _client.PostAsync(path, form);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync());
    }
}
