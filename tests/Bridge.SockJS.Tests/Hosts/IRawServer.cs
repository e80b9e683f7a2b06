// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.SockJS.Tests.Hosts;

/// <summary>A server with the services of the test host: in this process, or the program itself.</summary>
public interface IRawServer : IAsyncDisposable
{
    /// <summary>Its clock.</summary>
    TimeProvider Clock { get; }

    /// <summary>Sends a request on a connection of its own and reads the head of the answer.</summary>
    Task<RawResponse> SendAsync(string method, string target, string? body = null, params string[] headers);

    Task<RawResponse> GetAsync(string target, params string[] headers) => SendAsync("GET", target, null, headers);

    Task<RawResponse> PostAsync(string target, string body = "", params string[] headers) => SendAsync("POST", target, body, headers);
}
