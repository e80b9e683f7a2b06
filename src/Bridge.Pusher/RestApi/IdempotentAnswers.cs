// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Idempotency;
using Bridge.Pusher.Apps;

namespace Bridge.Pusher.RestApi;

/// <summary>Makes the answer to a request once, however often it is sent under the same idempotency key.</summary>
internal sealed class IdempotentAnswers(IIdempotencyStore store)
{
    private const string Header = "Idempotency-Key";
    private const string OldHeader = "X-Idempotency-Key";

    /// <summary>The key in the headers of a request, or null.</summary>
    public static string? KeyOf(RestRequest request) =>
        (string?)request.Context.Request.Headers[Header] ?? request.Context.Request.Headers[OldHeader];

    /// <summary>Makes an answer, or gives the one that was made under the key before.</summary>
    /// <param name="request">The request.</param>
    /// <param name="kind">The kind of answer; each kind has keys of its own.</param>
    /// <param name="key">The key, or null.</param>
    /// <param name="state">Handed to <paramref name="make"/>.</param>
    /// <param name="make">Makes the answer. When it fails, the key may be used again.</param>
    public async ValueTask<ReadOnlyMemory<byte>> OnceAsync<TState>(
        RestRequest request, string kind, string? key, TState state, Func<PusherApp, TState, ValueTask<ReadOnlyMemory<byte>>> make)
    {
        if (key is null)
        {
            return await make(request.App, state);
        }

        string scope = $"{request.App.Id}:{kind}";
        if (await store.ClaimAsync(scope, key, request.Context.RequestAborted) is { } given)
        {
            return given;
        }

        ReadOnlyMemory<byte> answer;
        try
        {
            answer = await make(request.App, state);
        }
        catch
        {
            await store.ReleaseAsync(scope, key, CancellationToken.None);
            throw;
        }

        await store.CompleteAsync(scope, key, answer, CancellationToken.None);
        return answer;
    }
}
