// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics;
using Bridge.Farm.Tests.Nodes;

namespace Bridge.Farm.Tests.Reports;

/// <summary>How long it took until everybody knew the right users and numbers.</summary>
/// <param name="scenario">What was done to the farm.</param>
internal sealed class PresenceOutcome(string scenario)
{
    private readonly long _start = Stopwatch.GetTimestamp();

    public string Scenario => scenario;

    /// <summary>Until every node answered right.</summary>
    public TimeSpan? Known { get; private set; }

    /// <summary>Until the subscribers had been told.</summary>
    public TimeSpan? Seen { get; private set; }

    /// <summary>Until the back end had been told.</summary>
    public TimeSpan? Told { get; private set; }

    /// <summary>It happens now.</summary>
    public static PresenceOutcome Begin(string scenario) => new(scenario);

    public void IsKnown() => Known = Stopwatch.GetElapsedTime(_start);

    public void IsTold() => Told = Stopwatch.GetElapsedTime(_start);

    public async Task IsKnownAsync(Task known)
    {
        await known;
        IsKnown();
    }

    public async Task IsSeenAsync(Task seen)
    {
        await seen;
        Seen = Stopwatch.GetElapsedTime(_start);
    }

    public async Task IsToldAsync(Task told)
    {
        await told;
        IsTold();
    }

    public void AssertInTime()
    {
        foreach (TimeSpan? time in (TimeSpan?[])[Known, Seen, Told])
        {
            Assert.InRange(time ?? TimeSpan.Zero, TimeSpan.Zero, BridgeFarm.Recovery);
        }
    }
}
