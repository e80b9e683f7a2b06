// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Idempotency;

/// <summary>
/// Remembers for a while which publishes were made under a key of their publisher's choice, and what was answered, so that
/// a publish that is sent again is delivered once and gets the same answer.
/// </summary>
/// <remarks>
/// A key belongs to a scope; the same key in two scopes is two keys. Registered once; replace it to share the memory between
/// nodes. Every method is atomic.
/// </remarks>
public interface IIdempotencyStore
{
    /// <summary>
    /// Claims a key. Of concurrent callers one gets null: it makes the publish and then calls <see cref="CompleteAsync"/>, or
    /// <see cref="ReleaseAsync"/> when the publish failed. The others wait for it: they get its answer or, once it is
    /// released, claim the key themselves. A claim that is neither completed nor released is forgotten like any other key.
    /// </summary>
    /// <param name="scope">What the key belongs to.</param>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Null for the one who has claimed the key; for everybody else the answer.</returns>
    ValueTask<ReadOnlyMemory<byte>?> ClaimAsync(string scope, string key, CancellationToken cancellationToken);

    /// <summary>Keeps the answer of a claimed key until its lifetime, which began with the claim, is over.</summary>
    /// <param name="scope">What the key belongs to.</param>
    /// <param name="key">The key.</param>
    /// <param name="answer">The answer; it is not copied and must not change any more.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    ValueTask CompleteAsync(string scope, string key, ReadOnlyMemory<byte> answer, CancellationToken cancellationToken);

    /// <summary>Gives a claimed key back: the publish failed and may be tried again.</summary>
    /// <param name="scope">What the key belongs to.</param>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    ValueTask ReleaseAsync(string scope, string key, CancellationToken cancellationToken);
}
