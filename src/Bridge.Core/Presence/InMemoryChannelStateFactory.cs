// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Bridge.Core.Presence;

/// <summary>Keeps the state of channels in the memory of this process: right for a single node.</summary>
internal sealed class InMemoryChannelStateFactory(
    IOptions<ChannelStateOptions> options, TimeProvider time, IHostApplicationLifetime lifetime) : IChannelStateFactory
{
    /// <inheritdoc />
    public IChannelState Create(string hubName, IChannelObserver observer)
    {
        var state = new InMemoryChannelState(observer, options.Value, time);
        lifetime.ApplicationStopping.Register(state.EndGrace);
        return state;
    }
}
