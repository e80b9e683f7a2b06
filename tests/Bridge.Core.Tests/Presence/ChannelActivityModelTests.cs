// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Presence;
using FsCheck;
using FsCheck.Fluent;

namespace Bridge.Core.Tests.Presence;

/// <summary>Compares what is reported of a channel with a model that looks at everything every second, over random programs.</summary>
public sealed class ChannelActivityModelTests
{
    private const string Room = "presence-room";
    private const int Grace = 3;

    [Fact]
    public void AnyProgram_OneChannel_ReportsExactlyWhatTheModelDoes()
    {
        Config config = Config.QuickThrowOnFailure.WithMaxTest(1_000).WithEndSize(300);
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), Run).Check(config);
    }

    private static void Run(byte[] program)
    {
        ChannelStateHarness channels = new() { Settings = new() { ReportsActivity = true } };
        channels.Options.DepartureGrace = TimeSpan.FromSeconds(Grace);
        var model = new ActivityModel(Grace);
        foreach (byte step in program)
        {
            Step(channels, model, step);
            Assert.Equal(model.Reports, channels.Observer.ActivitiesOn(Room));
        }

        foreach (string connection in model.Connections.Keys)
        {
            channels.Leave(Room, connection, LeaveReason.Disconnected);
        }

        channels.Time.Advance(TimeSpan.FromSeconds(Grace));
        ActivityHistory.AssertFromNothingToNothing(channels.Observer.ActivitiesOn(Room));
        channels.AssertNothingIsLeft();
    }

    // Bits: 2 connection, 2 user, 2 what to do.
    private static void Step(ChannelStateHarness channels, ActivityModel model, byte step)
    {
        string connection = $"{step & 3}";
        string user = $"u{(step >> 2) & 3}";
        switch ((step >> 4) & 3)
        {
            case 0:
                channels.Join(Room, connection, user);
                model.Join(connection, user);
                break;
            case 1:
                channels.Leave(Room, connection);
                model.Leave(connection, isLost: false);
                break;
            case 2:
                channels.Leave(Room, connection, LeaveReason.Disconnected);
                model.Leave(connection, isLost: true);
                break;
            default:
                channels.Time.Advance(TimeSpan.FromSeconds(1));
                model.Second();
                break;
        }
    }
}
