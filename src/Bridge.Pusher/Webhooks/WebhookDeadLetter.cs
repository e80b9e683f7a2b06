// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Pusher.Webhooks;

/// <summary>A webhook request that was given up.</summary>
public sealed record WebhookDeadLetter
{
    /// <summary>The app.</summary>
    public required string AppId { get; init; }

    /// <summary>The first 16 hex digits of the SHA-256 of the webhook's URL, which may hold a secret itself.</summary>
    public required string Webhook { get; init; }

    /// <summary>Scheme, host and port of the URL, for people.</summary>
    public required string Origin { get; init; }

    /// <summary>When it was given up.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Why, in words; nothing secret.</summary>
    public required string Reason { get; init; }

    /// <summary>How often it was sent.</summary>
    public required int Attempts { get; init; }

    /// <summary>The request's body: JSON in UTF-8. Not signed: a replay signs with the secret of its day.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }
}
