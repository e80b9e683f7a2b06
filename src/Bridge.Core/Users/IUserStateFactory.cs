// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Users;

/// <summary>Makes the user state of each hub. Registered once; replace it to keep the state somewhere else.</summary>
public interface IUserStateFactory
{
    /// <summary>Makes the state of one hub's users.</summary>
    /// <param name="hubName">The full name of the hub's type.</param>
    /// <param name="observer">Hears what watching connections are to be told.</param>
    IUserState Create(string hubName, IUserObserver observer);
}
