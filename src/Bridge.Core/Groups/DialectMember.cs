// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Connections;
using Bridge.Core.Delivery;
using Microsoft.AspNetCore.SignalR;

namespace Bridge.Core.Groups;

/// <summary>A connection of a legacy client.</summary>
internal sealed class DialectMember(HubConnectionContext connection, DialectConnection dialectConnection) : HubMember(connection)
{
    public DialectConnection DialectConnection { get; } = dialectConnection;

    public IDialect Dialect => DialectConnection.Dialect;

    public Outbox Outbox => DialectConnection.Outbox;

    public override string SocketId => ConnectionId;

    public override void Deliver(EncodedMessage message)
    {
        if (message.For(Dialect) is { } encoded)
        {
            Outbox.Post(encoded);
        }
    }
}
