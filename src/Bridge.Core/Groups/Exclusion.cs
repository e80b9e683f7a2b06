// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Groups;

/// <summary>Who does not get a message: null (nobody), a <see cref="HubMember"/>, or a set of them.</summary>
internal static class Exclusion
{
    /// <summary>Resolves connection ids; those that are not connected to this node are of no interest.</summary>
    /// <param name="registry">Knows the connections.</param>
    /// <param name="connectionIds">Ids or socket ids, or null.</param>
    public static object? Of(HubRegistry registry, IReadOnlyList<string>? connectionIds)
    {
        if (connectionIds is null or { Count: 0 })
        {
            return null;
        }

        if (connectionIds.Count == 1)
        {
            return registry.Find(connectionIds[0]);
        }

        var members = new HashSet<HubMember>();
        foreach (string id in connectionIds)
        {
            if (registry.Find(id) is { } member)
            {
                members.Add(member);
            }
        }

        return members;
    }

    public static bool Contains(object except, HubMember member) =>
        ReferenceEquals(except, member) || (except is HashSet<HubMember> many && many.Contains(member));
}
