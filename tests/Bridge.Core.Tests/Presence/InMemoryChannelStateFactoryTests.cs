// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Channels;
using Bridge.Core.Presence;

namespace Bridge.Core.Tests.Presence;

public sealed class InMemoryChannelStateFactoryTests
{
    [Fact]
    public async Task Create_TwoHubs_HaveChannelsOfTheirOwn()
    {
        InMemoryChannelStateFactory factory = new(new ManualTimeProvider());
        IChannelState chat = factory.Create("Chat", new RecordingChannelObserver());
        IChannelState game = factory.Create("Game", new RecordingChannelObserver());

        await chat.JoinAsync(new JoinRequest("lobby", ChannelKind.Public, new ChannelSettings(), "1", null), CancellationToken.None);

        Assert.Equal(1, (await chat.GetOccupancyAsync("lobby", CancellationToken.None)).ConnectionCount);
        Assert.Equal(0, (await game.GetOccupancyAsync("lobby", CancellationToken.None)).ConnectionCount);
    }
}
