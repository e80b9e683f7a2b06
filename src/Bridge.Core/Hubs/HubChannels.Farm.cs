// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Backplane;
using Bridge.Core.Channels;
using Bridge.Core.Groups;
using Bridge.Core.History;
using Bridge.Core.Presence;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Logging;

namespace Bridge.Core.Hubs;

/// <content>What goes to the other nodes of a farm and comes from them.</content>
internal abstract partial class HubChannels : IBackplaneReceiver
{
    private readonly IReadOnlyList<IHubProtocol> _protocols;
    private readonly RemoteInvocationReader _remoteReader;
    private readonly IBackplane? _backplane;

    /// <summary>Invocations of clients that wait for their results.</summary>
    public ClientResults Results { get; } = new();

    /// <summary>Has another node change a membership of one of its connections. Nothing happens when nobody knows the connection.</summary>
    /// <param name="command">The change.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task AskOthersAsync(BackplaneGroupCommand command, CancellationToken cancellationToken) =>
        _backplane?.SendGroupCommandAsync(command, cancellationToken) ?? Task.CompletedTask;

    /// <summary>Invokes a method of a client of another node and waits for its result.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="connectionId">The connection.</param>
    /// <param name="methodName">The method.</param>
    /// <param name="args">Its arguments.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="IOException">The connection does not exist, its node is gone, or the other nodes are out of reach.</exception>
    public async Task<T> InvokeRemoteAsync<T>(
        string connectionId, string methodName, object?[] args, CancellationToken cancellationToken)
    {
        if (_backplane is null)
        {
            throw new IOException($"Connection '{connectionId}' does not exist.");
        }

        using ClientResults.Pending<T> pending = Results.Add<T>(connectionId, cancellationToken);
        EncodedMessage message = Encode(new InvocationMessage(pending.InvocationId, methodName, args), channel: null);

        // Watched from before the question, so that no interruption is missed in which the answer may come.
        using var answered = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task gone = _backplane.WaitUntilGoneAsync(connectionId, answered.Token);
        try
        {
            await _backplane.InvokeAsync(connectionId, pending.InvocationId, PayloadsOf(message), cancellationToken);
            if (await Task.WhenAny(pending.Task, gone) == gone && !gone.IsCanceled)
            {
                await gone;
                throw new IOException($"The node that held connection '{connectionId}' is gone.");
            }

            return await pending.Task;
        }
        finally
        {
            await answered.CancelAsync();
        }
    }

    void IBackplaneReceiver.OnMessage(BackplaneAddress address, BackplaneMessage message)
    {
        object? except = Exclusion.Of(Registry, message.ExcludedConnectionIds);
        switch (address.Scope)
        {
            case BackplaneScope.All:
                Registry.Everybody.Publish(new RemoteMessage(message, null, null, Map, _remoteReader), except, version: 0);
                break;
            case BackplaneScope.Group when Registry.TryFindGroup(address.Name, out LocalGroup? group):
                Receive(group, message, except);
                break;
            case BackplaneScope.User:
                // Legacy clients get it on the user's own channel.
                string channel = ChannelName.UserPrefix + UserOf(address.Name);
                string space = Namespaces.Find(address.Name)?.Prefix ?? string.Empty;
                DeliverToUser(address.Name, new RemoteMessage(message, space + channel, channel, Map, _remoteReader));
                break;
            case BackplaneScope.Connection when Registry.Find(address.Name) is { } member:
                DeliverTo(member, message);
                break;
        }
    }

    async Task<bool> IBackplaneReceiver.OnGroupCommandAsync(BackplaneGroupCommand command)
    {
        if (Registry.Find(command.ConnectionId) is not { } member)
        {
            return false;
        }

        await (command.IsAdd ? JoinAsync(member, command.Group, join: null) : LeaveAsync(member, command.Group, LeaveReason.Unsubscribed));
        return true;
    }

    void IBackplaneReceiver.OnCompletion(SerializedMessage completion)
    {
        foreach (IHubProtocol protocol in _protocols)
        {
            if (protocol.Name == completion.ProtocolName && Results.TryParse(protocol, completion.Serialized) is { } result)
            {
                Results.CompleteRemote(result);
                return;
            }
        }

        LogCompletionUnreadable();
    }

    private Task SubscribeAsync(BackplaneAddress address) => _backplane?.SubscribeAsync(address) ?? Task.CompletedTask;

    private async ValueTask AddToUserAsync(string userId, HubMember member, Action? answer = null)
    {
        // Whoever was told that he is that user gets what any node sends to the user from then on.
        bool isNew = !Registry.Users.Contains(userId, member);
        if (isNew)
        {
            await SubscribeAsync(BackplaneAddress.User(userId));
        }

        if (!Registry.Users.Add(userId, member, answer) && isNew)
        {
            _backplane?.Unsubscribe(BackplaneAddress.User(userId));
        }
    }

    private void RemoveFromUser(string userId, HubMember member)
    {
        if (Registry.Users.Remove(userId, member))
        {
            _backplane?.Unsubscribe(BackplaneAddress.User(userId));
        }
    }

    /// <summary>Makes a message ready for the other nodes; null when there are none.</summary>
    private BackplanePublication? Forward(
        BackplaneAddress address, EncodedMessage message, IReadOnlyList<string> excludedConnectionIds, BackplaneEvent? details) =>
        _backplane is not null && OutgoingOf(message, excludedConnectionIds, details, history: null) is { } outgoing
            ? new BackplanePublication(_backplane, address, outgoing)
            : null;

    private SerializedMessage[] PayloadsOf(EncodedMessage message)
    {
        ReadOnlyMemory<byte>? data = message.SplitData;
        var payloads = new SerializedMessage[_protocols.Count + (data is null ? 0 : 1)];
        for (int i = 0; i < _protocols.Count; i++)
        {
            payloads[i] = new SerializedMessage(
                _protocols[i].Name, message.ForNative(_protocols[i])!.GetSerializedMessage(_protocols[i]));
        }

        if (data is not null)
        {
            payloads[^1] = new SerializedMessage(BackplaneMessage.SplitDataEntry, data.Value);
        }

        return payloads;
    }

    private void Receive(LocalGroup group, BackplaneMessage message, object? except)
    {
        if (message.Position is { } position && group.History is { } history)
        {
            history.Receive(new HistoryArrival(position, message));
        }
        else
        {
            group.Publish(Read(group, message), except, message.Event?.Version ?? 0);
        }
    }

    private RemoteMessage Read(LocalGroup group, BackplaneMessage message) =>
        new(message, group.Name, group.Channel, Map, _remoteReader, _isChannelHub ? _nativeEncoder : null) { Position = message.Position };

    private void DeliverTo(HubMember member, BackplaneMessage message)
    {
        if (message.ResultRequest is { } request)
        {
            IHubProtocol protocol = member is DialectMember ? _protocols.First(known => known.Name == "json") : member.Connection.Protocol;
            Results.Relay(
                request.InvocationId,
                member.ConnectionId,
                result => _backplane!.Complete(request, new SerializedMessage(protocol.Name, protocol.GetMessageBytes(result))),
                member.Connection.ConnectionAborted);
            if (member is DialectMember dialect)
            {
                Results.Complete(member.ConnectionId, CompletionMessage.WithError(
                    request.InvocationId, ClientResults.NotSupportedBy(member.ConnectionId, dialect.Dialect.Name)));
                return;
            }
        }

        member.Deliver(new RemoteMessage(message, null, null, Map, _remoteReader));
    }

    [LoggerMessage(1112, LogLevel.Warning, "Another node sent the result of a client in a protocol that this node can't read; it was dropped.", EventName = "RemoteResultUnreadable")]
    private partial void LogCompletionUnreadable();
}
