// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Tests.Users;
using Bridge.Core.Users;
using Bridge.Redis.Tests.Backplane;

namespace Bridge.Redis.Tests.State;

/// <summary>The specification for the state in Redis.</summary>
[Collection(nameof(RedisCollection))]
public sealed class RedisUserStateSpecificationTests(RedisFixture redis) : UserStateSpecification, IAsyncDisposable
{
    private readonly StateNode _node = new(redis.NextFarm());

    private protected override IUserState State => _node.Users;

    private protected override RecordingUserObserver Observer => _node.UserObserver;

    public ValueTask DisposeAsync() => _node.DisposeAsync();

    private protected override Task ToldAsync(string words, string connectionId) => Eventually.EqualAsync(words, () => _node.ToldTo(connectionId));

    private protected override Task ToldLastAsync(string words, string connectionId) =>
        Eventually.EqualAsync(words, () => Observer.WordsTo(connectionId).LastOrDefault());
}
