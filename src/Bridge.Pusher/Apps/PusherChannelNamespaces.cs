// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Channels;

namespace Bridge.Pusher.Apps;

/// <summary>Every app as a namespace of channels.</summary>
internal sealed class PusherChannelNamespaces(IPusherAppStore apps) : IChannelNamespaces
{
    private volatile PusherNamespaceTable _table = new(apps.Apps);

    /// <inheritdoc />
    public ChannelNamespace? Find(string group) => Table.Find(group)?.Namespace;

    /// <summary>The app whose channels have groups like this one, or null.</summary>
    public PusherApp? AppOf(string group) => Table.Find(group)?.App;

    /// <summary>The app that a namespace stands for; null when it is gone since.</summary>
    public PusherApp? AppOf(ChannelNamespace channels) => Table.Find(channels.Prefix)?.App;

    /// <summary>The app with this id as it is now, with its namespace; null when it is gone.</summary>
    public PusherNamespaceTable.Entry? FindById(string id) => Table.FindById(id);

    /// <summary>The namespace of an app's channels.</summary>
    public ChannelNamespace NamespaceOf(PusherApp app) => Table.NamespaceOf(app);

    private PusherNamespaceTable Table
    {
        get
        {
            // The store shows a change as a new collection. Two threads may both build its table: they are alike.
            PusherNamespaceTable table = _table;
            IReadOnlyCollection<PusherApp> present = apps.Apps;
            return ReferenceEquals(table.Apps, present) ? table : _table = new PusherNamespaceTable(present);
        }
    }
}
