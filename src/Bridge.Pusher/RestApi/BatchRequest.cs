// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Pusher.RestApi;

/// <summary>Several events in one request.</summary>
internal sealed class BatchRequest
{
    /// <summary>The events in their order; of a batch that is too large only those that are allowed.</summary>
    public List<PublishRequest> Events { get; } = [];

    /// <summary>How many events the request holds; null when it has none to begin with.</summary>
    public int? Count { get; set; }

    public string? IdempotencyKey { get; set; }
}
