// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Channels;
using Bridge.Core.Presence;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Bridge.Core.Tests.Presence;

public sealed class InMemoryChannelStateFactoryTests
{
    private readonly ApplicationLifetime _lifetime = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly InMemoryChannelStateFactory _factory;

    public InMemoryChannelStateFactoryTests() =>
        _factory = new InMemoryChannelStateFactory(Options.Create(new ChannelStateOptions()), new ManualTimeProvider(), _lifetime);

    [Fact]
    public async Task Create_TwoHubs_HaveChannelsOfTheirOwn()
    {
        IChannelState chat = _factory.Create("Chat", new RecordingChannelObserver());
        IChannelState game = _factory.Create("Game", new RecordingChannelObserver());

        await chat.JoinAsync(new JoinRequest("lobby", ChannelKind.Public, new ChannelSettings(), "1", null), CancellationToken.None);

        Assert.Equal(1, (await chat.GetOccupancyAsync("lobby", CancellationToken.None)).ConnectionCount);
        Assert.Equal(0, (await game.GetOccupancyAsync("lobby", CancellationToken.None)).ConnectionCount);
    }

    [Fact]
    public async Task StopApplication_DeparturesWait_AreReportedAtOnceAndSoAreLaterOnes()
    {
        RecordingChannelObserver observer = new();
        IChannelState state = _factory.Create("Chat", observer);
        ChannelSettings settings = new() { ReportsActivity = true };
        await state.JoinAsync(new JoinRequest("early", ChannelKind.Public, settings, "1", null), CancellationToken.None);
        await state.JoinAsync(new JoinRequest("late", ChannelKind.Public, settings, "2", null), CancellationToken.None);
        await state.LeaveAsync("early", "1", LeaveReason.Disconnected, CancellationToken.None);
        Assert.Equal(["occupied"], observer.ActivitiesOn("early"));

        _lifetime.StopApplication();
        Assert.Equal(["occupied", "vacated"], observer.ActivitiesOn("early"));

        await state.LeaveAsync("late", "2", LeaveReason.Disconnected, CancellationToken.None);
        Assert.Equal(["occupied", "vacated"], observer.ActivitiesOn("late"));
    }
}
