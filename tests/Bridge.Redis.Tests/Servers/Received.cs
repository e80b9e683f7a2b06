// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Text;
using System.Threading.Channels;
using Bridge.Redis.Connections;

namespace Bridge.Redis.Tests.Servers;

/// <summary>Keeps the messages of a channel until the test reads them.</summary>
internal sealed class Received : IRedisSubscriber
{
    private readonly Channel<byte[]> _messages = Channel.CreateUnbounded<byte[]>();

    private readonly TaskCompletionSource _resubscribed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done when an interruption is over.</summary>
    public Task Resubscribed => _resubscribed.Task.Within("the end of the interruption");

    public void OnMessage(ReadOnlySequence<byte> payload) => _messages.Writer.TryWrite(payload.ToArray());

    public void OnResubscribed() => _resubscribed.TrySetResult();

    public Task<byte[]> NextAsync() => _messages.Reader.ReadAsync().AsTask().Within("a message");

    public async Task<string> NextTextAsync() => Encoding.UTF8.GetString(await NextAsync());
}
