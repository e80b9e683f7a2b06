// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Testing.Clients;

/// <summary>How a fake Pusher client connects.</summary>
public sealed class FakePusherClientOptions
{
    /// <summary>The key of the Pusher app. Default: null, the first of the app's Pusher apps.</summary>
    public string? AppKey { get; set; }

    /// <summary>Further query parameters, such as <c>access_token=...</c>. Default: empty.</summary>
    public string Query { get; set; } = "";

    /// <summary>Request headers, such as <c>Cookie</c>, <c>Origin</c> or <c>Authorization</c>. Default: none.</summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>();
}
