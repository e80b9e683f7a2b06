// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Presence;

/// <summary>Makes the channel state of each hub. Registered once; replace it to keep the state somewhere else.</summary>
public interface IChannelStateFactory
{
    /// <summary>Makes the state of one hub's channels.</summary>
    /// <param name="hubName">The full name of the hub's type.</param>
    /// <param name="observer">Hears of every transition.</param>
    IChannelState Create(string hubName, IChannelObserver observer);
}
