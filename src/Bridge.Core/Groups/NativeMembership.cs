// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.SignalR;

namespace Bridge.Core.Groups;

/// <summary>A native SignalR connection on a group. Guarded by the connection's lock.</summary>
internal sealed class NativeMembership(NativeMember member, LocalGroup group) : Membership(member, group)
{
    private HeldMessages<SerializedHubMessage>? _held;
    private long _joinVersion;

    public void Hold() => _held = new HeldMessages<SerializedHubMessage>(member.Delivery);

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
                if (IsNews(version, _joinVersion))
                {
                    member.Send(message);
                }
            }
            else if (!_held.TryKeep(message, member.LengthOf(message), version))
            {
                _held = null;
                member.GiveUp();
            }
        }
    }

    public override void Release(long version) => Release(version, first: null);

    /// <summary>Lets go what was held back, behind a message that belongs right after the acknowledgement.</summary>
    /// <param name="version">The number of the join.</param>
    /// <param name="first">The message, or null.</param>
    public void Release(long version, EncodedMessage? first)
    {
        lock (member.Gate)
        {
            HeldMessages<SerializedHubMessage>? held = _held;
            _held = null;
            _joinVersion = version;
            if (held is null || Index < 0)
            {
                return;
            }

            if (first?.ForNative(member.Connection.Protocol) is { } opening)
            {
                member.Send(opening);
            }

            while (held.TryTakeNewer(version, out SerializedHubMessage? message))
            {
                member.Send(message);
            }
        }
    }
}
