// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using Bridge.Interop.Tests.Driver;

namespace Bridge.Interop.Tests.Clients;

/// <summary>An application's back end that uses Pusher's server library for Node.js.</summary>
public sealed class RestClient
{
    private readonly NodeClient _node;

    private RestClient(NodeClient node) => _node = node;

    public static async Task<RestClient> CreateAsync(NodeDriver driver, Uri server, object? app = null) =>
        new(await driver.CreateAsync(
            new { kind = "rest", host = server.Host, port = server.Port, app = app ?? TestApp.Options }, (_, _) => { }));

    public Task<RestAnswer> TriggerAsync(string channel, string name, object data, object? parameters = null) =>
        TriggerAsync([channel], name, data, parameters);

    public async Task<RestAnswer> TriggerAsync(string[] channels, string name, object data, object? parameters = null) =>
        Read(await _node.CallAsync("trigger", channels, name, data, parameters));

    public async Task<RestAnswer> SendToUserAsync(string userId, string name, object data) =>
        Read(await _node.CallAsync("sendToUser", userId, name, data));

    public async Task<RestAnswer> TriggerBatchAsync(params object[] events) =>
        Read(await _node.CallAsync("triggerBatch", (object)events));

    /// <summary>Asks a question about channels.</summary>
    public async Task<RestAnswer> GetAsync(string path, object? parameters = null) =>
        Read(await _node.CallAsync("get", path, parameters));

    /// <summary>Posts what the library has no method for.</summary>
    public async Task<RestAnswer> PostAsync(string path, object body) => Read(await _node.CallAsync("post", path, body));

    public async Task<RestAnswer> TerminateAsync(string userId) => Read(await _node.CallAsync("terminate", userId));

    /// <summary>What the application's auth endpoint answers for a channel.</summary>
    public Task<JsonElement> AuthorizeChannelAsync(string socketId, string channel, object? member = null) =>
        _node.CallAsync("authorizeChannel", socketId, channel, member);

    /// <summary>What the application's auth endpoint answers for a sign-in.</summary>
    public Task<JsonElement> AuthenticateUserAsync(string socketId, object user) =>
        _node.CallAsync("authenticateUser", socketId, user);

    /// <summary>Opens a message of an encrypted channel.</summary>
    public async Task<string> DecryptAsync(string channel, string message) =>
        (await _node.CallAsync("decrypt", channel, JsonElement.Parse(message))).ToCompactString();

    private static RestAnswer Read(JsonElement answer) =>
        new(answer.GetProperty("status").GetInt32(), answer.GetProperty("body").GetString()!);
}
