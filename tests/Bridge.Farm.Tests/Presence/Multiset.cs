// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Farm.Tests.Presence;

/// <summary>Compares what was told with what happened: in any order, each as often as it happened.</summary>
internal static class Multiset
{
    public static bool Contains(IEnumerable<string> told, IEnumerable<string> happened)
    {
        ILookup<string, string> byText = told.ToLookup(text => text);
        return happened.GroupBy(text => text).All(group => byText[group.Key].Count() >= group.Count());
    }

    public static void AssertEqual(IReadOnlyCollection<string> happened, IReadOnlyCollection<string> told, string who) => Assert.True(
        happened.Order(StringComparer.Ordinal).SequenceEqual(told.Order(StringComparer.Ordinal)),
        $"{who} was not told {Describe(happened, told)}; it was told without cause, or once too often, {Describe(told, happened)}. It was told {string.Join(", ", told)}");

    private static string Describe(IEnumerable<string> all, IEnumerable<string> but)
    {
        List<string> rest = [.. all];
        foreach (string text in but)
        {
            rest.Remove(text);
        }

        return rest is [] ? "nothing" : string.Join(", ", rest);
    }
}
