// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Backplane;
using Bridge.Core.History;
using Microsoft.AspNetCore.SignalR;

namespace Bridge.Core.Tests.Hubs;

/// <summary>A backplane whose subscriptions to users wait until a test lets them go, and that leads nowhere.</summary>
internal sealed class HeldBackplane : IBackplane, IBackplaneFactory
{
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The subscriptions to users that were begun and not given up.</summary>
    public int UserSubscriptions { get; private set; }

    public IBackplane Create(Type hubType, IBackplaneReceiver receiver) => this;

    /// <summary>Confirms all subscriptions.</summary>
    public void Release() => _release.SetResult();

    public Task SubscribeAsync(BackplaneAddress address)
    {
        if (address.Scope != BackplaneScope.User)
        {
            return Task.CompletedTask;
        }

        UserSubscriptions++;
        return _release.Task;
    }

    public void Unsubscribe(BackplaneAddress address) => UserSubscriptions -= address.Scope == BackplaneScope.User ? 1 : 0;

    public void Publish(BackplaneAddress address, BackplaneMessage message)
    {
    }

    public Task SendGroupCommandAsync(BackplaneGroupCommand command, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task InvokeAsync(
        string connectionId, string invocationId, IReadOnlyList<SerializedMessage> payloads, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("There is no other node.");

    public IChannelHistory CreateHistory(IHistoryObserver observer) => throw new InvalidOperationException("No channel has a history.");

    public Task WaitUntilGoneAsync(string connectionId, CancellationToken cancellationToken) => Task.CompletedTask;

    public void Complete(BackplaneResultRequest request, SerializedMessage completion)
    {
    }
}
