// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Resp;

namespace Bridge.Redis.Connections;

/// <summary>A command that waits for its answer.</summary>
internal sealed class PendingReply
{
    private readonly TaskCompletionSource<RespValue> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>For a command whose answer matters to nobody, and which need not wait through an outage either.</summary>
    public static PendingReply Nobody { get; } = new();

    public Task<RespValue> Task => _source.Task;

    /// <summary>Takes the answer.</summary>
    public void Complete(RespValue value)
    {
        if (this == Nobody)
        {
            return;
        }

        if (value.IsError)
        {
            _source.TrySetException(new RedisServerException(value.ToString()));
        }
        else
        {
            _source.TrySetResult(value);
        }
    }

    public void Fail(RedisUnavailableException failure)
    {
        if (this != Nobody)
        {
            _source.TrySetException(failure);
        }
    }
}
