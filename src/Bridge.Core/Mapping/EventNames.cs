// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.DependencyInjection;

namespace Bridge.Core.Mapping;

/// <summary>Finds mapped events that no client could send or be sent.</summary>
internal static class EventNames
{
    /// <summary>What is wrong, each with what to write instead.</summary>
    /// <param name="map">The map.</param>
    /// <param name="hub">The hub's name.</param>
    /// <param name="dialects">What clients speak.</param>
    public static List<string> ProblemsOf(HubMap map, string hub, IReadOnlyList<IDialectEndpoints> dialects)
    {
        List<string> problems = [];
        foreach (string name in map.ClientEvents.Keys)
        {
            // One dialect that knows such events is enough.
            if (dialects.All(dialect => dialect.ClientEventProblem(name) is not null))
            {
                problems.Add($"{hub}: OnClientEvent(\"{name}\", ...): {dialects[0].ClientEventProblem(name)}");
            }
        }

        foreach (MappedEvent mapped in map.ServerEvents.Values)
        {
            if (dialects.Select(dialect => dialect.ServerEventProblem(mapped.Name)).FirstOrDefault(problem => problem is not null) is { } problem)
            {
                problems.Add($"{hub}: OnServerEvent(\"{mapped.Target}\", \"{mapped.Name}\"): {problem}");
            }
        }

        return problems;
    }
}
