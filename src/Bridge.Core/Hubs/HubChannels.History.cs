// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Backplane;
using Bridge.Core.Channels;
using Bridge.Core.Connections;
using Bridge.Core.Groups;
using Bridge.Core.History;

namespace Bridge.Core.Hubs;

/// <content>Channels with a history (docs/specs/history.md).</content>
internal abstract partial class HubChannels : IHistoryObserver
{
    private readonly HubHistory? _history;

    void IHistoryObserver.OnAppended(string group, HistoryPosition position, object publication)
    {
        if (Registry.TryFindGroup(group, out LocalGroup? local))
        {
            local.History?.Append(new HistoryArrival(position, publication));
        }
    }

    void IHistoryObserver.OnDeferred(string group, long ownNumber, object publication)
    {
        if (Registry.TryFindGroup(group, out LocalGroup? local))
        {
            local.History?.Defer(ownNumber, (HistoryPublication)publication);
        }
    }

    void IBackplaneReceiver.OnResubscribed(BackplaneAddress address)
    {
        if (address.Scope == BackplaneScope.Group && Registry.TryFindGroup(address.Name, out LocalGroup? local))
        {
            local.History?.Check();
        }
    }

    /// <summary>What a native client gets right behind the answer to its subscription: what it missed, or that a cache channel is empty.</summary>
    /// <param name="target">The channel.</param>
    /// <param name="join">The subscription.</param>
    public IReadOnlyList<EncodedMessage> OpeningOf(HubChannel target, ChannelJoin join)
    {
        if (join.Start is { IsRecovered: true, Missed: var missed })
        {
            LocalGroup group = join.Membership!.Group;
            return [.. missed.Select(entry => Read(group, entry.Message))];
        }

        bool isMiss = (target.Kind & ChannelKind.Cache) != 0 && join.Result!.Cached is null;
        return isMiss ? [CacheMiss(target.Group)] : [];
    }

    private HubHistory? CreateHistory(HistoryServices services)
    {
        var rules = new HistoryRules(services.Options);
        if (rules.IsEmpty)
        {
            return null;
        }

        IChannelHistory store = _backplane?.CreateHistory(this) ?? new InMemoryChannelHistory(this, services.Options.MaxBytes, services.Time);
        return new HubHistory(store, rules, DeliverFromHistory, Read, services);
    }

    private LocalGroup CreateGroup(string name)
    {
        var group = new LocalGroup(name, ChannelOf(name));
        if (_history?.LimitsOf(Map.Names.ChannelOf(name)) is { } limits)
        {
            group.History = new HistoryReader(group, limits, _history);
        }

        return group;
    }

    /// <summary>What is kept of a group's channel; null when it has no history.</summary>
    /// <param name="local">The members of this node, which know it already; null when there are none.</param>
    /// <param name="group">The group.</param>
    private HistoryLimits? HistoryOf(LocalGroup? local, string group) =>
        local is not null ? local.History?.Limits : _history?.LimitsOf(Map.Names.ChannelOf(group));

    private void DeliverFromHistory(LocalGroup group, HistoryArrival arrival)
    {
        if (arrival.Source is HistoryPublication own)
        {
            group.Publish(InPlace(own, group, arrival.Position), own.Except, own.Version);
        }
        else
        {
            var remote = (BackplaneMessage)arrival.Source;
            group.Publish(Read(group, remote), Exclusion.Of(Registry, remote.ExcludedConnectionIds), remote.Event?.Version ?? 0);
        }
    }

    private EncodedMessage InPlace(HistoryPublication own, LocalGroup group, HistoryPosition position) => own switch
    {
        { Encoded: RemoteMessage sent } => sent.At(position),
        { Message: ChannelEventMessage channelEvent } =>
            new OwnMessage(channelEvent.At(position.Offset), group.Channel, Map, _nativeEncoder) { Position = position },
        _ => new OwnMessage(own.Message, group.Channel, Map, _nativeEncoder) { Position = position },
    };

    /// <summary>Finds where a subscription begins; messages that come from now on are held back for it already.</summary>
    /// <param name="reader">The channel's messages on this node; null for a channel without a history.</param>
    /// <param name="join">The subscription.</param>
    private async ValueTask StartAsync(HistoryReader? reader, ChannelJoin join)
    {
        HistoryPosition? here = reader is null ? null : await reader.GetPositionAsync();
        if (here is { } position)
        {
            join.Start = join.ResumeAt is { } known && join.Membership is not null && await ResumeAsync(join.Group, reader!.Limits, known) is { } resumed
                ? resumed
                : HistoryStart.At(await reader!.GetPositionAsync() ?? position);
        }

        if (join.IsResuming)
        {
            _history?.OnResumed(join.Start is { IsRecovered: true });
        }
    }

    /// <summary>Reads what a client has missed; null when that can't be had completely, or is more than may wait for a connection.</summary>
    private async Task<HistoryStart?> ResumeAsync(string group, HistoryLimits limits, HistoryPosition known)
    {
        HistorySlice slice;
        try
        {
            slice = await _history!.Store.ReadAsync(group, limits, known);
        }
        catch (IOException)
        {
            return null;
        }

        if (!slice.Follows(known))
        {
            return null;
        }

        long bytes = 0;
        foreach (HistoryEntry entry in slice.Entries)
        {
            bytes += entry.Message.Payloads[0].Serialized.Length;
        }

        return bytes > Delivery.Context.Options.QueueBytes ? null : new HistoryStart(known, slice.Entries, slice.Top, IsRecovered: true);
    }
}
