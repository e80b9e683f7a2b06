// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Presence;

/// <summary>Keeps the state of channels in the memory of this process: right for a single node.</summary>
internal sealed class InMemoryChannelStateFactory(TimeProvider time) : IChannelStateFactory
{
    /// <inheritdoc />
    public IChannelState Create(string hubName, IChannelObserver observer) => new InMemoryChannelState(observer, time);
}
