// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.History;
using Microsoft.AspNetCore.SignalR;

namespace Bridge.Core.Groups;

/// <summary>A native SignalR connection on a group. Guarded by the connection's lock.</summary>
internal sealed class NativeMembership(NativeMember member, LocalGroup group) : Membership(member, group)
{
    private HeldMessages<(SerializedHubMessage Message, HistoryPosition? Position)>? _held;
    private HistoryStart? _start;
    private long _joinVersion;

    public void Hold() => _held = new HeldMessages<(SerializedHubMessage, HistoryPosition?)>(member.Delivery);

    public void Deliver(EncodedMessage encoded, long version)
    {
        if (encoded.ForNative(member.Connection.Protocol) is not { } message)
        {
            return;
        }

        lock (member.Gate)
        {
            if (_held is null)
            {
                if (IsWanted(version, encoded.Position))
                {
                    member.Send(message);
                }
            }
            else if (!_held.TryKeep((message, encoded.Position), member.LengthOf(message), version))
            {
                _held = null;
                member.GiveUp();
            }
        }
    }

    public override void Release(long version) => Release(version, start: null, first: []);

    /// <summary>Lets go what was held back, behind the messages that belong right after the acknowledgement.</summary>
    /// <param name="version">The number of the join.</param>
    /// <param name="start">Where it begins in the channel's history, or null.</param>
    /// <param name="first">The messages.</param>
    public void Release(long version, HistoryStart? start, IReadOnlyList<EncodedMessage> first)
    {
        lock (member.Gate)
        {
            HeldMessages<(SerializedHubMessage, HistoryPosition?)>? held = _held;
            _held = null;
            _joinVersion = version;
            _start = start is { Missed.Count: > 0 } ? start with { Missed = [] } : start;
            if (held is null || Index < 0)
            {
                return;
            }

            foreach (EncodedMessage opening in first)
            {
                if (opening.ForNative(member.Connection.Protocol) is { } message)
                {
                    member.Send(message);
                }
            }

            while (held.TryTake(out (SerializedHubMessage Message, HistoryPosition? Position) next, out long nextVersion))
            {
                if (IsWanted(nextVersion, next.Position))
                {
                    member.Send(next.Message);
                }
            }
        }
    }

    /// <summary>
    /// Whether a message is more than the joiner got with its subscription. One that goes on where it had stopped gets
    /// everything by its place: it is not given the last event of a cache channel.
    /// </summary>
    private bool IsWanted(long version, HistoryPosition? position) =>
        _start is null || position is null
            ? IsNews(version, _joinVersion)
            : !_start.Covers(position) && (_start.IsRecovered || IsNews(version, _joinVersion));
}
