// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Frozen;

namespace Bridge.Pusher.Apps;

/// <summary>The apps of one reading of the configuration; never changes.</summary>
internal sealed class PusherAppSet
{
    public PusherAppSet(IEnumerable<PusherApp> apps)
    {
        All = [.. apps];
        ById = All.ToFrozenDictionary(app => app.Id, StringComparer.Ordinal);
        ByKey = All.SelectMany(Keys).ToFrozenDictionary(StringComparer.Ordinal);
    }

    public IReadOnlyCollection<PusherApp> All { get; }

    public FrozenDictionary<string, PusherApp> ById { get; }

    public FrozenDictionary<string, PusherApp> ByKey { get; }

    private static IEnumerable<KeyValuePair<string, PusherApp>> Keys(PusherApp app)
    {
        yield return KeyValuePair.Create(app.Key, app);
        if (app.PreviousKey is { } previous)
        {
            yield return KeyValuePair.Create(previous, app);
        }
    }
}
