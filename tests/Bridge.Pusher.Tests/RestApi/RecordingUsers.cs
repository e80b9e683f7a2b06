// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;
using Bridge.Core.Users;

namespace Bridge.Pusher.Tests.RestApi;

/// <summary>Keeps whose connections were to end.</summary>
internal sealed class RecordingUsers : IUserConnections
{
    public ConcurrentQueue<string> Terminated { get; } = [];

    public ValueTask TerminateAsync(string userId, CancellationToken cancellationToken = default)
    {
        Terminated.Enqueue(userId);
        return ValueTask.CompletedTask;
    }
}
