// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Users;

namespace Bridge.Core.Tests.Users;

/// <summary>The specification for the state in memory, where everything is told before a call returns, or by its clock.</summary>
public sealed class InMemoryUserStateSpecificationTests : UserStateSpecification
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(3);
    private readonly ManualTimeProvider _time = new();
    private readonly RecordingUserObserver _observer = new();
    private readonly InMemoryUserState _users;

    public InMemoryUserStateSpecificationTests() => _users = new InMemoryUserState(_observer, Delay, _time);

    private protected override IUserState State => _users;

    private protected override RecordingUserObserver Observer => _observer;

    private protected override Task ToldAsync(string words, string connectionId)
    {
        _time.Advance(Delay);
        Assert.Equal(words, string.Join(", ", Observer.WordsTo(connectionId)));
        return Task.CompletedTask;
    }

    private protected override Task ToldLastAsync(string words, string connectionId)
    {
        Assert.Equal(words, Observer.WordsTo(connectionId).Last());
        return Task.CompletedTask;
    }
}
