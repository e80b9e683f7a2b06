// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Resp;

namespace Bridge.Redis.Connections;

/// <summary>A command that waits for its answer.</summary>
internal sealed class PendingReply
{
    private readonly TaskCompletionSource<RespValue> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<RespValue> Task => _source.Task;

    /// <summary>Takes the answer.</summary>
    public void Complete(RespValue value)
    {
        if (value.IsError)
        {
            _source.TrySetException(new RedisServerException(value.ToString()));
        }
        else
        {
            _source.TrySetResult(value);
        }
    }

    public void Fail(RedisUnavailableException failure) => _source.TrySetException(failure);
}
