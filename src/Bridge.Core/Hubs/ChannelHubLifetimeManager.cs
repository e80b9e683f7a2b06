// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Backplane;
using Bridge.Core.Channels;
using Bridge.Core.Connections;
using Bridge.Core.Draining;
using Bridge.Core.Groups;
using Bridge.Core.Presence;
using Microsoft.AspNetCore.Connections.Abstractions;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Bridge.Core.Hubs;

/// <summary>
/// The hub lifetime manager of the bridge: native clients and clients of every dialect share the hub's groups.
/// </summary>
/// <remarks>
/// Sends never wait for a client: a task is done when the message is in the queues of its receivers. A connection that does
/// not keep up is closed or loses its oldest messages (<see cref="Delivery.DeliveryOptions"/>), and delays nobody.
/// </remarks>
/// <typeparam name="THub">The hub.</typeparam>
internal sealed partial class ChannelHubLifetimeManager<THub> : HubLifetimeManager<THub>
    where THub : Hub
{
    private readonly HubChannels _channels;

    private readonly NodeDrain _drain;

    public ChannelHubLifetimeManager(HubChannels<THub> channels, NodeDrain drain)
    {
        _channels = channels;
        _drain = drain;
    }

    private HubRegistry Registry => _channels.Registry;

    /// <inheritdoc/>
    public override async Task OnConnectedAsync(HubConnectionContext connection)
    {
        HubMember member = connection.Features.Get<DialectConnection>() is { } dialectConnection
            ? new DialectMember(connection, dialectConnection) { Channels = _channels }
            : CreateNative(connection);
        connection.Features.Set(member);
        if (member is NativeMember native)
        {
            _drain.Add(native);
        }

        await _channels.ConnectAsync(member);
    }

    /// <inheritdoc/>
    public override async Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        if (connection.Features.Get<HubMember>() is { } member)
        {
            if (member is NativeMember native)
            {
                _drain.Remove(native);
            }

            await _channels.DisconnectAsync(member);
        }
    }

    /// <inheritdoc/>
    public override Task AddToGroupAsync(string connectionId, string groupName, CancellationToken cancellationToken = default) =>
        Registry.Find(connectionId) is { } member
            ? _channels.JoinAsync(member, groupName, JoinOf(member, groupName))
            : _channels.AskOthersAsync(new BackplaneGroupCommand(connectionId, groupName, IsAdd: true), cancellationToken);

    /// <inheritdoc/>
    public override Task RemoveFromGroupAsync(string connectionId, string groupName, CancellationToken cancellationToken = default) =>
        Registry.Find(connectionId) is { } member
            ? _channels.LeaveAsync(member, groupName, LeaveReason.Unsubscribed)
            : _channels.AskOthersAsync(new BackplaneGroupCommand(connectionId, groupName, IsAdd: false), cancellationToken);

    /// <inheritdoc/>
    public override Task SendAllAsync(string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        SendAllExceptAsync(methodName, args, [], cancellationToken);

    /// <inheritdoc/>
    public override Task SendAllExceptAsync(
        string methodName, object?[] args, IReadOnlyList<string> excludedConnectionIds, CancellationToken cancellationToken = default)
    {
        _channels.SendToAll(_channels.Encode(new InvocationMessage(methodName, args), channel: null), excludedConnectionIds);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task SendConnectionAsync(
        string connectionId, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        SendConnectionsAsync([connectionId], methodName, args, cancellationToken);

    /// <inheritdoc/>
    public override Task SendConnectionsAsync(
        IReadOnlyList<string> connectionIds, string methodName, object?[] args, CancellationToken cancellationToken = default)
    {
        EncodedMessage message = _channels.Encode(new InvocationMessage(methodName, args), channel: null);
        foreach (string connectionId in connectionIds)
        {
            _channels.SendToConnection(connectionId, message);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task SendGroupAsync(
        string groupName, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        SendGroupExceptAsync(groupName, methodName, args, [], cancellationToken);

    /// <inheritdoc/>
    public override Task SendGroupsAsync(
        IReadOnlyList<string> groupNames, string methodName, object?[] args, CancellationToken cancellationToken = default)
    {
        Task sends = Task.CompletedTask;
        foreach (string groupName in groupNames)
        {
            Task send = _channels.SendToGroupAsync(groupName, methodName, args, []);
            sends = send.IsCompleted ? sends : Task.WhenAll(sends, send);
        }

        return sends;
    }

    /// <inheritdoc/>
    public override Task SendGroupExceptAsync(
        string groupName, string methodName, object?[] args, IReadOnlyList<string> excludedConnectionIds, CancellationToken cancellationToken = default) =>
        _channels.SendToGroupAsync(groupName, methodName, args, excludedConnectionIds);

    /// <inheritdoc/>
    public override Task SendUserAsync(
        string userId, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        SendUsersAsync([userId], methodName, args, cancellationToken);

    /// <inheritdoc/>
    public override Task SendUsersAsync(
        IReadOnlyList<string> userIds, string methodName, object?[] args, CancellationToken cancellationToken = default)
    {
        foreach (string userId in userIds)
        {
            // Legacy clients get it on the user's own channel.
            string channel = ChannelName.UserPrefix + _channels.UserOf(userId);
            _channels.SendToUser(userId, _channels.Encode(new InvocationMessage(methodName, args), channel));
        }

        return Task.CompletedTask;
    }

    /// <summary>The subscription of a dialect connection that the hub carries out now, or null when the hub joins by itself.</summary>
    private static ChannelJoin? JoinOf(HubMember member, string groupName) =>
        (member as DialectMember)?.DialectConnection.FindJoin(groupName);

    private NativeMember CreateNative(HubConnectionContext connection)
    {
        var member = new NativeMember(connection, _channels.Delivery.Context) { Channels = _channels };
        if (typeof(ChannelHub).IsAssignableFrom(typeof(THub)) && !HasStatefulReconnect(connection))
        {
            // Knows when the answer to a subscription is written, so that nothing of the channel comes before it. With
            // stateful reconnect SignalR goes on writing with the protocol of the handshake, so it would never know.
            connection.Protocol = member.Acknowledgements = new SubscribeAcknowledgements(connection.Protocol);
        }

        return member;
    }

#pragma warning disable CA2252 // The interface is marked as a preview; what it stands for is part of SignalR since .NET 8.
    private static bool HasStatefulReconnect(HubConnectionContext connection) =>
        connection.Features.Get<IStatefulReconnectFeature>() is not null;
#pragma warning restore CA2252
}
