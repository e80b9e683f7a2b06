// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Redis.Connections;

/// <summary>
/// Commands that found no room in the queue, in the order they were given: none overtakes another one when there is room again. Not safe
/// for concurrent use.
/// </summary>
internal sealed class WaitingCommands
{
    private readonly Queue<(PendingReply Reply, Func<bool> TryQueue)> _commands = new();

    /// <summary>Whether a further command must wait behind others.</summary>
    public bool HasAny => _commands.Count > 0;

    /// <summary>Adds a command.</summary>
    /// <param name="reply">Who waits for its answer.</param>
    /// <param name="tryQueue">Queues it if there is room.</param>
    public void Add(PendingReply reply, Func<bool> tryQueue) => _commands.Enqueue((reply, tryQueue));

    /// <summary>Queues as many as there is room for.</summary>
    public void QueueNext()
    {
        while (_commands.TryPeek(out (PendingReply Reply, Func<bool> TryQueue) next) && next.TryQueue())
        {
            _commands.Dequeue();
        }
    }

    /// <summary>Takes all of them out.</summary>
    /// <param name="removed">Where those go who wait.</param>
    public void RemoveAll(List<PendingReply> removed)
    {
        removed.AddRange(_commands.Select(command => command.Reply));
        _commands.Clear();
    }
}
