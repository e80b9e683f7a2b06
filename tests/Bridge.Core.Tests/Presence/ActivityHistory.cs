// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Tests.Presence;

/// <summary>Plays back the activities of one presence channel.</summary>
internal static class ActivityHistory
{
    /// <summary>
    /// Asserts that they can have happened: the channel is occupied before and vacated after everything else, and every
    /// member that goes has come.
    /// </summary>
    public static void AssertFromNothingToNothing(IReadOnlyList<string> activities)
    {
        HashSet<string> present = [];
        bool occupied = false;
        foreach (string activity in activities)
        {
            string user = activity[(activity.IndexOf(' ') + 1)..];
            bool fits = activity switch
            {
                "occupied" => !occupied,
                "vacated" => occupied && present.Count == 0,
                _ when activity.StartsWith("added", StringComparison.Ordinal) => occupied && present.Add(user),
                _ => occupied && present.Remove(user),
            };
            Assert.True(fits, $"'{activity}' does not fit into {string.Join(", ", activities)}.");
            occupied = activity == "occupied" || (occupied && activity != "vacated");
        }

        Assert.False(occupied, $"Still occupied after {string.Join(", ", activities)}.");
    }
}
