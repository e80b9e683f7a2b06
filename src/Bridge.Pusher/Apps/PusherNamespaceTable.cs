// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Frozen;
using Bridge.Core.Channels;

namespace Bridge.Pusher.Apps;

/// <summary>The namespaces of one set of apps; never changes.</summary>
internal sealed class PusherNamespaceTable
{
    private readonly FrozenDictionary<string, Entry>.AlternateLookup<ReadOnlySpan<char>> _byPrefix;
    private readonly FrozenDictionary<string, Entry> _byId;
    private readonly int[] _prefixLengths;

    public PusherNamespaceTable(IReadOnlyCollection<PusherApp> apps)
    {
        Apps = apps;
        Entry[] entries = [.. apps.Select(app => new Entry(app, NewNamespace(app)))];
        _byPrefix = entries
            .ToFrozenDictionary(entry => entry.App.GroupPrefix, StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();
        _byId = entries.ToFrozenDictionary(entry => entry.App.Id, StringComparer.Ordinal);
        _prefixLengths = [.. apps.Select(app => app.GroupPrefix.Length).Distinct()];
    }

    /// <summary>The apps that the table was made of.</summary>
    public IReadOnlyCollection<PusherApp> Apps { get; }

    /// <summary>The app and the namespace that a group belongs to. No prefix is the beginning of another, so only one fits.</summary>
    public Entry? Find(ReadOnlySpan<char> group)
    {
        foreach (int length in _prefixLengths)
        {
            if (group.Length >= length && _byPrefix.TryGetValue(group[..length], out Entry? entry))
            {
                return entry;
            }
        }

        return null;
    }

    /// <summary>The app with this id and its namespace, or null.</summary>
    public Entry? FindById(string id) => _byId.GetValueOrDefault(id);

    /// <summary>The namespace of an app, made anew for one of another set.</summary>
    public ChannelNamespace NamespaceOf(PusherApp app) =>
        _byPrefix.TryGetValue(app.GroupPrefix, out Entry? entry) && entry.App == app ? entry.Namespace : NewNamespace(app);

    private static ChannelNamespace NewNamespace(PusherApp app) => new(app.GroupPrefix, new ChannelSettings
    {
        ClientEvents = app.ClientEvents,
        ClientEventsPerSecond = app.Limits.ClientEventsPerSecond,
        SubscriptionCounts = app.SubscriptionCounts,
        ReportsActivity = app.Webhooks.Count > 0,
        Watchlists = app.Watchlists,
        UserAuthentication = app.UserAuthentication,
        MaxChannelsPerConnection = app.Limits.MaxChannelsPerConnection,
        MaxChannelNameLength = app.Limits.MaxChannelNameLength,
        MaxEventNameLength = app.Limits.MaxEventNameLength,
        MaxEventBytes = app.Limits.MaxEventBytes,
        MaxPresenceMembers = app.Limits.MaxPresenceMembers,
        MaxUserIdLength = app.Limits.MaxUserIdLength,
        MaxUserInfoBytes = app.Limits.MaxUserInfoBytes,
        MaxWatchlist = app.Limits.MaxWatchlist,
        CacheLifetime = TimeSpan.FromSeconds(app.Limits.CacheSeconds),
    });

    /// <summary>One app and its namespace.</summary>
    public sealed record Entry(PusherApp App, ChannelNamespace Namespace);
}
