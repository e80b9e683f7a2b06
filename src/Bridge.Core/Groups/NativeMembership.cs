// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Groups;

/// <summary>A native SignalR connection on a group. Guarded by the connection's lock.</summary>
internal sealed class NativeMembership(NativeMember member, LocalGroup group) : Membership(member, group)
{
    private List<(EncodedMessage Message, long Version)>? _held;

    public void Hold() => _held = [];

    public void Deliver(EncodedMessage message, long version)
    {
        var native = (NativeMember)Member;
        lock (native.Gate)
        {
            if (_held is not null)
            {
                _held.Add((message, version));
            }
            else
            {
                native.Send(message);
            }
        }
    }

    public override void Deliver(EncodedMessage message) => Deliver(message, version: 0);

    public override void Release(long version)
    {
        var native = (NativeMember)Member;
        lock (native.Gate)
        {
            List<(EncodedMessage Message, long Version)>? held = _held;
            _held = null;
            if (held is null || Index < 0)
            {
                return;
            }

            foreach ((EncodedMessage message, long messageVersion) in held)
            {
                if (!IsKnown(messageVersion, version))
                {
                    native.Send(message);
                }
            }
        }
    }
}
