// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Presence;

namespace Bridge.Core.Tests.Presence;

/// <summary>The specification for the state in memory, where everything is told before a call returns.</summary>
public sealed class InMemoryChannelStateSpecificationTests : ChannelStateSpecification
{
    private readonly ChannelStateHarness _channels = new();

    private protected override IChannelState State => _channels.State;

    private protected override RecordingChannelObserver Observer => _channels.Observer;

    private protected override ChannelStateOptions Options => _channels.Options;

    private protected override Task PassAsync(TimeSpan time)
    {
        _channels.Time.Advance(time);
        return Task.CompletedTask;
    }

    private protected override Task HeardAsync(string words, string group)
    {
        Assert.Equal(words, string.Join(", ", Observer.WordsOn(group)));
        return Task.CompletedTask;
    }
}
