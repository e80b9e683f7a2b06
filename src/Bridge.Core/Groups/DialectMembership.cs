// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Delivery;

namespace Bridge.Core.Groups;

/// <summary>A dialect connection on a group. Its place in the list and what is held back belong to the delivery loop.</summary>
internal sealed class DialectMembership(DialectMember member, LocalGroup group, DialectMemberSet set) : Membership(member, group)
{
    private readonly Outbox _outbox = member.Outbox;
    private HeldMessages<OutboundMessage>? _held;
    private HistoryCatchUp? _catchUp;
    private long _joinVersion;
    private bool _givenUp;

    public DialectMember DialectMember => (DialectMember)Member;

    public DialectMemberSet Set { get; } = set;

    /// <summary>Holds messages back until the subscription is acknowledged.</summary>
    public void Hold() => _held = new HeldMessages<OutboundMessage>(_outbox.Shard.Context);

    public void Deliver(OutboundMessage message, long version)
    {
        if (_givenUp)
        {
            return;
        }

        if (_held is null)
        {
            if (IsNews(version, _joinVersion) && !ComesLater(message))
            {
                _outbox.Append(message);
            }
        }
        else if (!_held.TryKeep(message, message.Frame.Length, version))
        {
            GiveUp();
        }
    }

    /// <summary>Closes the connection because it reads too slowly.</summary>
    public void GiveUp()
    {
        // The close is posted to this loop too. What comes before it would follow on a gap.
        _givenUp = true;
        _held = null;
        _catchUp = null;
        DialectMember.DialectConnection.Close(DialectMember.DialectConnection.Session.SlowConsumerClose);
    }

    /// <summary>The member has all that the channel has sent.</summary>
    public void EndCatchUp() => _catchUp = null;

    public override void Release(long version)
    {
        HeldMessages<OutboundMessage>? held = _held;
        _held = null;
        _joinVersion = version;
        while (held is not null && Index >= 0 && held.TryTake(out OutboundMessage? message, out long messageVersion))
        {
            if (IsNews(messageVersion, version))
            {
                _outbox.Append(message);
            }
        }
    }

    /// <summary>Whether a message stays in the history for now, because the connection reads more slowly than the channel speaks.</summary>
    private bool ComesLater(OutboundMessage message)
    {
        if (message.Position is not { } position || Group.History is not { } history)
        {
            return false;
        }

        if (_catchUp is not null)
        {
            _catchUp.Pass(position);
            return true;
        }

        if (_outbox.HasSpareRoomFor(message))
        {
            return false;
        }

        _catchUp = new HistoryCatchUp(this, history, position);
        _catchUp.Begin();
        return true;
    }
}
