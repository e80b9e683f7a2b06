// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;

namespace Bridge.Core.Limits;

/// <summary>Counts the connections of this process: right for a single node.</summary>
internal sealed class InMemoryConnectionQuotas : IConnectionQuotas
{
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public ValueTask<bool> TryAddAsync(string scope, int limit)
    {
        int count = _counts.AddOrUpdate(scope, 1, static (_, count) => count + 1);
        if (limit == 0 || count <= limit)
        {
            return ValueTask.FromResult(true);
        }

        Release(scope);
        return ValueTask.FromResult(false);
    }

    /// <inheritdoc />
    public void Release(string scope) => _counts.AddOrUpdate(scope, 0, static (_, count) => count - 1);

    /// <inheritdoc />
    public ValueTask<int> CountAsync(string scope, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_counts.GetValueOrDefault(scope));
}
