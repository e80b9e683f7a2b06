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
        Model model = new();
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
    private static void Step(ChannelStateHarness channels, Model model, byte step)
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

    private sealed class Model
    {
        private readonly List<(string User, int Due)> _departed = [];
        private int _now;
        private int _vacatedAt;
        private bool _occupied;

        public Dictionary<string, string> Connections { get; } = [];

        public List<string> Reports { get; } = [];

        public void Join(string connection, string user)
        {
            if (Connections.ContainsKey(connection))
            {
                return;
            }

            bool isNew = !Connections.ContainsValue(user);
            Connections.Add(connection, user);
            if (!_occupied)
            {
                _occupied = true;
                Reports.Add("occupied");
            }

            if (isNew && _departed.RemoveAll(departed => departed.User == user) == 0)
            {
                Reports.Add($"added {user}");
            }
        }

        public void Leave(string connection, bool isLost)
        {
            if (!Connections.Remove(connection, out string? user))
            {
                return;
            }

            int due = isLost ? _now + Grace : _now;
            if (!Connections.ContainsValue(user))
            {
                if (isLost)
                {
                    _departed.Add((user, due));
                }
                else
                {
                    Reports.Add($"removed {user}");
                }
            }

            _vacatedAt = due;
            ReportDue();
        }

        public void Second()
        {
            _now++;
            ReportDue();
        }

        private void ReportDue()
        {
            foreach ((string user, int due) in _departed.ToArray())
            {
                if (due <= _now)
                {
                    _departed.Remove((user, due));
                    Reports.Add($"removed {user}");
                }
            }

            if (_occupied && Connections.Count == 0 && _departed.Count == 0 && _vacatedAt <= _now)
            {
                _occupied = false;
                Reports.Add("vacated");
            }
        }
    }
}
