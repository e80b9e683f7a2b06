// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.Extensions.Options;

namespace Bridge.Core.Users;

/// <summary>Keeps the state of users in the memory of this process: right for a single node.</summary>
internal sealed class InMemoryUserStateFactory(IOptions<UserStateOptions> options, TimeProvider time) : IUserStateFactory
{
    /// <inheritdoc />
    public IUserState Create(string hubName, IUserObserver observer) =>
        new InMemoryUserState(observer, options.Value.OfflineDelay, time);
}
