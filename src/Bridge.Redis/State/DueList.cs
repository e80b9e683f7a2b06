// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using Bridge.Redis.Resp;

namespace Bridge.Redis.State;

/// <summary>
/// What the farm is to look at again at some time. One node takes what is due; if it dies over it, another one does. What fails
/// because of a key is tried again here, until another node takes it.
/// </summary>
/// <param name="services">What the state is made of.</param>
/// <param name="key">The list's key.</param>
internal sealed class DueList(StateServices services, byte[] key)
{
    private const int Batch = 256;

    /// <summary>How many batches are taken at a time, so that other work has its turn.</summary>
    private const int MostBatches = 16;

    /// <summary>How many names are tried again here; the others come up again by themselves.</summary>
    private const int MostFailed = 256;

    private readonly Dictionary<string, (RespValue Name, ReadOnlyMemory<byte> Claim, Exception Failure)> _failed = new(StringComparer.Ordinal);

    /// <summary>Settles what is due.</summary>
    /// <param name="settle">Takes the names of what is due; returns for each, in their order, what became of it.</param>
    /// <param name="cancellationToken">Stops in between.</param>
    /// <exception cref="KeyFailureException">Some could not be settled because of a key; all others are.</exception>
    public async Task SettleAsync(Func<RespValue[], Task<IReadOnlyList<Settlement>>> settle, CancellationToken cancellationToken)
    {
        foreach ((RespValue name, ReadOnlyMemory<byte> claim, _) in _failed.Values.ToArray())
        {
            await SettleAsync([name], claim, settle);
        }

        int taken = Batch;
        for (int i = 0; i < MostBatches && taken == Batch; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (RespValue[] names, ReadOnlyMemory<byte> claim) = await TakeAsync();
            await SettleAsync(names, claim, settle);
            taken = names.Length;
        }

        if (_failed.Count > 0)
        {
            (string name, (_, _, Exception failure)) = _failed.First();
            throw new KeyFailureException(name, failure);
        }
    }

    /// <summary>Settles each name by itself, all at the same time.</summary>
    /// <param name="settle">Settles what goes by a name; returns when it is due again, or 0.</param>
    public static Func<RespValue[], Task<IReadOnlyList<Settlement>>> Each(Func<RespValue, Task<ReadOnlyMemory<byte>>> settle) =>
        async names => await Task.WhenAll(names.Select(name => TryAsync(name, settle)));

    private static async Task<Settlement> TryAsync(RespValue name, Func<RespValue, Task<ReadOnlyMemory<byte>>> settle)
    {
        try
        {
            return new Settlement(await settle(name));
        }
        catch (Exception e) when (KeyFailureException.IsAboutKeys(e))
        {
            return new Settlement(default, e);
        }
    }

    private async Task<(RespValue[] Names, ReadOnlyMemory<byte> Claim)> TakeAsync()
    {
        try
        {
            RespValue[] due = (await services.Redis.EvaluateAsync(
                RedisScripts.TakeDue,
                [key],
                [StateKeys.Number(Batch), StateKeys.Milliseconds(3 * services.Options.NodeTimeout)],
                CancellationToken.None)).Items;
            return (due[1].Items, due[0].Bytes);
        }
        catch (Exception e) when (KeyFailureException.IsAboutKeys(e))
        {
            throw new KeyFailureException(Encoding.UTF8.GetString(key), e);
        }
    }

    private async Task SettleAsync(RespValue[] names, ReadOnlyMemory<byte> claim, Func<RespValue[], Task<IReadOnlyList<Settlement>>> settle)
    {
        if (names.Length == 0)
        {
            return;
        }

        IReadOnlyList<Settlement> settlements = await settle(names);
        List<ReadOnlyMemory<byte>> finished = [claim];
        for (int i = 0; i < names.Length; i++)
        {
            if (IsSettled(names[i], claim, settlements[i].Failure))
            {
                finished.Add(names[i].Bytes);
                finished.Add(settlements[i].Next);
            }
        }

        await services.Redis.EvaluateAsync(RedisScripts.FinishDue, [key], [.. finished], CancellationToken.None);
    }

    /// <summary>Whether something was settled; what failed is kept in mind.</summary>
    private bool IsSettled(RespValue name, ReadOnlyMemory<byte> claim, Exception? failure)
    {
        string text = ChannelReply.Text(name);
        _failed.Remove(text);
        if (failure is not null && _failed.Count < MostFailed)
        {
            _failed.Add(text, (name, claim, failure));
        }

        return failure is null;
    }
}
