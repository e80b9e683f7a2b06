// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Channels;
using Bridge.Core.Presence;
using FsCheck;
using FsCheck.Fluent;

namespace Bridge.Core.Tests.Presence;

/// <summary>Compares the state with a model that is as simple as can be, over random programs.</summary>
public sealed class ChannelStateModelTests
{
    private static readonly string[] Groups = ["presence-a", "presence-b", "presence-cache-c", "cache-d"];
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(3);

    [Fact]
    public void AnyProgram_OneThread_AgreesWithTheModel()
    {
        // Bytes shrink well: each is one step, see Step.
        Config config = Config.QuickThrowOnFailure.WithMaxTest(400).WithEndSize(200);
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), Run).Check(config);
    }

    private static void Run(byte[] program)
    {
        ChannelStateHarness channels = new();
        channels.Settings = channels.Settings with { MaxPresenceMembers = 3 };
        Dictionary<string, Model> models = Groups.ToDictionary(group => group, _ => new Model());

        foreach (byte step in program)
        {
            Step(channels, models, step);
        }

        foreach (string group in Groups)
        {
            AssertAgrees(channels, group, models[group]);
            foreach (string connection in models[group].Users.Keys)
            {
                channels.Leave(group, connection);
            }

            ChannelHistory history = new(channels.Observer.On(group), group);
            Assert.Empty(history.MembersAt(long.MaxValue));
        }

        channels.Time.Advance(Lifetime);
        channels.AssertNothingIsLeft();
    }

    // Bits: 2 group, 3 connection, 3 what to do. A connection may come as any of four users.
    private static void Step(ChannelStateHarness channels, Dictionary<string, Model> models, byte step)
    {
        string group = Groups[step & 3];
        string connection = $"{(step >> 2) & 7}";
        int action = step >> 5;
        Model model = models[group];
        switch (action)
        {
            case < 4:
                Join(channels, group, connection, $"u{action}", model);
                break;
            case < 6:
                channels.Leave(group, connection);
                model.Users.Remove(connection);
                break;
            case 6 when group.Contains("cache", StringComparison.Ordinal):
                channels.Publish(group, $"{step}", Lifetime);
                model.CachedUntil = channels.Time.GetUtcNow() + Lifetime;
                break;
            case 7:
                channels.Time.Advance(TimeSpan.FromSeconds(1));
                break;
        }

        AssertAgrees(channels, group, model);
    }

    private static void Join(ChannelStateHarness channels, string group, string connection, string user, Model model)
    {
        bool isPresence = ChannelName.KindOf(group).HasFlag(ChannelKind.Presence);
        string? joinsAs = isPresence ? user : null;
        bool isFull = isPresence && model.Members.Count() >= 3;
        if (!model.Users.ContainsKey(connection) && isFull && !model.Members.Contains(user))
        {
            Assert.Throws<ChannelRefusedException>(() => channels.Join(group, connection, joinsAs));
            return;
        }

        JoinResult joined = channels.Join(group, connection, joinsAs);
        model.Users.TryAdd(connection, joinsAs);
        Assert.Equal(model.Users.Count, joined.ConnectionCount);
        Assert.Equal(model.CachedUntil > channels.Time.GetUtcNow(), joined.Cached is not null);

        ChannelHistory history = new(channels.Observer.On(group), group);
        Assert.Equal(history.MembersAt(joined.Version), joined.Members.Select(member => member.UserId));
    }

    private static void AssertAgrees(ChannelStateHarness channels, string group, Model model)
    {
        Assert.Equal(new ChannelOccupancy(model.Users.Count, model.Members.Count()), channels.Occupancy(group));
        ChannelHistory history = new(channels.Observer.On(group), group);
        Assert.Equal(model.Members.Order(), history.MembersAt(long.MaxValue).Order());
    }

    private sealed class Model
    {
        /// <summary>The user of each connection; null on a channel without presence.</summary>
        public Dictionary<string, string?> Users { get; } = [];

        public DateTimeOffset CachedUntil { get; set; }

        public IEnumerable<string> Members => Users.Values.OfType<string>().Distinct();
    }
}
