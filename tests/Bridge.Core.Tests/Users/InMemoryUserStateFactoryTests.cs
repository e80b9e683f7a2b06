// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Users;
using Microsoft.Extensions.Options;

namespace Bridge.Core.Tests.Users;

public sealed class InMemoryUserStateFactoryTests
{
    [Fact]
    public async Task Create_OfflineDelayConfigured_IsKept()
    {
        ManualTimeProvider time = new();
        RecordingUserObserver observer = new();
        UserStateOptions options = new() { OfflineDelay = TimeSpan.FromSeconds(8) };
        IUserState users = new InMemoryUserStateFactory(Options.Create(options), time).Create("Chat", observer);

        await users.SignInAsync("ann", "a1", CancellationToken.None);
        await users.WatchAsync("w", ["ann"], CancellationToken.None);
        await users.SignOutAsync("ann", "a1", CancellationToken.None);
        time.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal(["+ann"], observer.WordsTo("w"));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["+ann", "-ann"], observer.WordsTo("w"));
    }
}
