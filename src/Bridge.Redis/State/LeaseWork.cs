// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Connections;
using Bridge.Redis.Resp;

namespace Bridge.Redis.State;

/// <summary>
/// Does what a lease brings along: goes back to the shared state, brings to Redis what is not there, clears up after former names and dead
/// nodes, settles what is due. One part that fails because of a key does not keep the others up.
/// </summary>
internal sealed class LeaseWork(
    StateServices services, string hub, StateKeys keys, NodeNames names, Heartbeat heartbeat, DeadNodes deadNodes, LeaseStatus status)
{
    private string? _heard;
    private bool _hasTried;

    /// <summary>What the work is done on.</summary>
    public IReadOnlyList<ILeasedState> States { get; set; } = [];

    /// <summary>Does what there is to do. Never fails.</summary>
    public async Task TickAsync(OrderedReplies replies, CancellationToken stopping)
    {
        try
        {
            status.CheckConnection();
            if (!status.IsShared)
            {
                await ComeBackAsync(stopping);
            }

            await WorkAsync(replies, status.Sharing);
        }
        catch (OperationCanceledException)
        {
            // The node ends, or is to come back first.
        }
        catch (Exception e)
        {
            status.OnFailure(e);
        }

        _hasTried = true;
    }

    /// <summary>Takes away what the node has, so that nobody has to find out that it has ended.</summary>
    public async Task EndAsync()
    {
        foreach (ILeasedState state in States)
        {
            // Nothing is sent behind what is cleared now.
            state.Invalidate();
        }

        foreach (ILeasedState state in States)
        {
            await state.ClearAsync(names.Current, isDead: false, CancellationToken.None);
        }

        await services.Redis.ExecuteAsync(
            new RespCommand("ZREM"u8.ToArray(), keys.Nodes, StateKeys.Bytes(names.Current)), CancellationToken.None);
    }

    private async Task WorkAsync(OrderedReplies replies, CancellationToken sharing)
    {
        bool isWell = true;
        foreach (ILeasedState state in States)
        {
            bool isRepaired = false;
            await TryAsync($"the {state.Name} of {hub}", async () => isRepaired = await state.RepairAsync(sharing));
            isWell &= isRepaired;
        }

        if (isWell && !sharing.IsCancellationRequested)
        {
            status.SetWell();
        }

        foreach (string former in names.Formers)
        {
            // Nothing that was sent under the old name is under way any more.
            await replies.AskAsync(() => Task.FromResult(default(RespValue)), _ => true);
            await TryAsync($"what {former}, as this node was called, has in {hub}", () => ClearFormerAsync(former, sharing));
        }

        foreach (string node in deadNodes.All())
        {
            await TryAsync($"what the dead node {node} has in {hub}", () => ReapAsync(node, sharing));
        }

        foreach (ILeasedState state in States)
        {
            await TryAsync($"the {state.Name} of {hub} that are due", () => state.SettleAsync(sharing));
        }
    }

    /// <summary>Does one part of the work.</summary>
    /// <remarks>When it fails because of a key, or of what was found there, the others go on.</remarks>
    private async Task TryAsync(string part, Func<Task> work)
    {
        try
        {
            await work();
            status.ClearPart(part);
        }
        catch (Exception e) when (e is not (OperationCanceledException or IOException) || KeyFailureException.IsAboutKeys(e))
        {
            status.ReportPart(part, e);
        }
    }

    /// <summary>Goes back to the shared state. Nothing may be missed from the moment at which it is read.</summary>
    private async Task ComeBackAsync(CancellationToken stopping)
    {
        int suspensions = status.Suspensions;
        do
        {
            if (heartbeat.IsGivenUp)
            {
                LeaseLog.GivenUp(services.Logger, names.Current, hub);
                await heartbeat.RenameAsync(stopping);
            }

            await HearNameAsync();
        }
        while (!await heartbeat.SendAsync(mayJudge: false, stopping));

        // Subscribing does not wait while a link is down. So both are looked at before and after.
        int interruptions = services.Redis.Interruptions;
        EnsureConnected();
        foreach (ILeasedState state in States)
        {
            await state.SubscribeAsync(names.Current);
            state.Unsubscribe(names.Current);
        }

        // A script that Redis does not know is sent twice, and those behind it would overtake it.
        await Task.WhenAll(RedisScripts.All.Select(script => services.Redis.ExecuteAsync(
            new RespCommand("SCRIPT"u8.ToArray(), "LOAD"u8.ToArray(), script.Body), stopping)));
        EnsureConnected();
        if (services.Redis.Interruptions != interruptions)
        {
            throw new RedisUnavailableException("The connection to Redis was interrupted.");
        }

        foreach (ILeasedState state in States)
        {
            state.Invalidate();
        }

        if (_hasTried)
        {
            await heartbeat.ComeBackAsync(stopping);
        }

        status.TryShare(suspensions, interruptions);
    }

    private async Task HearNameAsync()
    {
        if (_heard != names.Current)
        {
            _heard = names.Current;
            foreach (ILeasedState state in States)
            {
                await state.SubscribeAsync(_heard);
            }
        }
    }

    private void EnsureConnected()
    {
        if (services.Redis.Failure is { } failure)
        {
            throw new RedisUnavailableException(failure);
        }
    }

    private async Task ClearFormerAsync(string former, CancellationToken sharing)
    {
        await ClearAsync(former, isDead: false, sharing);
        foreach (ILeasedState state in States)
        {
            state.Unsubscribe(former);
        }

        names.Forget(former);
    }

    private async Task ReapAsync(string node, CancellationToken sharing)
    {
        bool wasMine = await ClearAsync(node, isDead: true, sharing);
        deadNodes.Remove(node);
        if (wasMine)
        {
            LeaseLog.Reaped(services.Logger, node, hub);
        }
    }

    /// <summary>Takes away what a node has. When one state fails because of a key, the others are cleared all the same.</summary>
    /// <returns>Whether the node was still to be cleared up after.</returns>
    private async Task<bool> ClearAsync(string node, bool isDead, CancellationToken sharing)
    {
        Exception? failure = null;
        foreach (ILeasedState state in States)
        {
            try
            {
                await state.ClearAsync(node, isDead, sharing);
            }
            catch (Exception e) when (KeyFailureException.IsAboutKeys(e))
            {
                failure ??= e;
            }
        }

        if (failure is not null)
        {
            throw failure;
        }

        return (await services.Redis.ExecuteAsync(
            new RespCommand("ZREM"u8.ToArray(), keys.DeadNodes, StateKeys.Bytes(node)), CancellationToken.None)).AsInteger() == 1;
    }
}
