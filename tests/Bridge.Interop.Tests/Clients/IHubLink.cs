// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;

namespace Bridge.Interop.Tests.Clients;

/// <summary>A stock SignalR connection that knows nothing of channels.</summary>
internal interface IHubLink : IAsyncDisposable
{
    /// <summary>Gets every call of the server, in order; must not block.</summary>
    Action<string, JsonElement[]> Received { set; }

    /// <summary>Runs when the connection is back after a loss.</summary>
    Func<Task> Reconnected { set; }

    Task ConnectAsync();

    Task DisconnectAsync();

    /// <exception cref="Driver.ClientException">The hub threw; the message is the client's own.</exception>
    Task<JsonElement> InvokeAsync(string method, params object?[] args);

    /// <summary>Sends the arguments and <c>{"number":0}</c>, <c>{"number":1}</c> ..., waiting for no answer.</summary>
    Task SendManyAsync(string method, object?[] args, int count);
}
