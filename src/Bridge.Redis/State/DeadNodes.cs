// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Redis.State;

/// <summary>The dead nodes that this one has taken on to clear up after. Each heartbeat holds the claims, so that nobody else takes them on.</summary>
internal sealed class DeadNodes
{
    private readonly Lock _sync = new();
    private readonly List<string> _nodes = [];

    public void Add(IEnumerable<string> nodes)
    {
        lock (_sync)
        {
            _nodes.AddRange(nodes.Except(_nodes, StringComparer.Ordinal).ToArray());
        }
    }

    public string[] All()
    {
        lock (_sync)
        {
            return [.. _nodes];
        }
    }

    public void Remove(string node)
    {
        lock (_sync)
        {
            _nodes.Remove(node);
        }
    }
}
