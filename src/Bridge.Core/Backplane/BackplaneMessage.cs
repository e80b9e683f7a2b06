// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.History;
using Microsoft.AspNetCore.SignalR;

namespace Bridge.Core.Backplane;

/// <summary>An invocation of clients on its way between nodes.</summary>
public sealed class BackplaneMessage
{
    /// <summary>
    /// The name of an entry beside those of the protocols: the data of a channel's event as a JSON string, where the arguments of the
    /// invocation don't hold all of it. Nodes that don't know the name pass over it, as over any protocol that they lack.
    /// </summary>
    internal const string SplitDataEntry = "bridge-data";

    /// <summary>The invocation as each hub protocol writes it, complete with its framing.</summary>
    public required IReadOnlyList<SerializedMessage> Payloads { get; init; }

    /// <summary>The connections that don't get it, by connection id or socket id.</summary>
    public IReadOnlyList<string> ExcludedConnectionIds { get; init; } = [];

    /// <summary>What belongs to an event of a channel; null for what a hub sent.</summary>
    public BackplaneEvent? Event { get; init; }

    /// <summary>Set when the sender waits for a result.</summary>
    public BackplaneResultRequest? ResultRequest { get; init; }

    /// <summary>Where it stands in the history of its channel; null when it stands in none.</summary>
    public HistoryPosition? Position { get; init; }

    /// <summary>
    /// For a message with a position that this node sent itself, what <see cref="IHistoryObserver.OnDeferred"/> called it; 0 for those of others.
    /// </summary>
    public long OwnNumber { get; init; }

    /// <summary>The same as a transition of its channel.</summary>
    internal BackplaneMessage At(long version) => new()
    {
        Payloads = Payloads,
        ExcludedConnectionIds = ExcludedConnectionIds,
        Event = Event! with { Version = version },
    };

    /// <summary>The same in its place in a history.</summary>
    internal BackplaneMessage At(HistoryPosition position) => new()
    {
        Payloads = Payloads,
        ExcludedConnectionIds = ExcludedConnectionIds,
        Event = Event,
        Position = position,
    };
}
