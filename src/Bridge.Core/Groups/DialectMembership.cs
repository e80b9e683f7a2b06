// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Delivery;

namespace Bridge.Core.Groups;

/// <summary>A dialect connection on a group. Its list and what is held back belong to the delivery loop.</summary>
internal sealed class DialectMembership(DialectMember member, LocalGroup group, DialectMemberSet set) : Membership(member, group)
{
    private List<(OutboundMessage Message, long Version)>? _held;

    public DialectMemberSet Set { get; } = set;

    public Outbox Outbox { get; } = member.Outbox;

    /// <summary>Whether the subscription has not been acknowledged yet.</summary>
    public bool IsHeld => _held is not null;

    public void Hold() => _held = [];

    public void Keep(OutboundMessage message, long version) => _held!.Add((message, version));

    public override void Deliver(EncodedMessage message) => Member.Deliver(message);

    public override void Release(long version)
    {
        List<(OutboundMessage Message, long Version)>? held = _held;
        _held = null;
        if (held is null || Index < 0)
        {
            return;
        }

        foreach ((OutboundMessage message, long messageVersion) in held)
        {
            if (!IsKnown(messageVersion, version))
            {
                Outbox.Append(message);
            }
        }
    }
}
