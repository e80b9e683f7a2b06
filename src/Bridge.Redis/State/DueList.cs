// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Resp;

namespace Bridge.Redis.State;

/// <summary>What the farm is to look at again at some time. One node takes what is due; if it dies over it, another one does.</summary>
/// <param name="services">What the state is made of.</param>
/// <param name="key">The list's key.</param>
internal sealed class DueList(StateServices services, byte[] key)
{
    private const int Batch = 256;

    /// <summary>Settles what is due.</summary>
    /// <param name="settle">Takes the names of what is due; returns for each, in their order, when it is due again, or 0.</param>
    public async Task SettleAsync(Func<RespValue[], Task<IEnumerable<ReadOnlyMemory<byte>>>> settle)
    {
        RespValue due = await services.Redis.EvaluateAsync(
            RedisScripts.TakeDue,
            [key],
            [StateKeys.Number(Batch), StateKeys.Milliseconds(3 * services.Options.NodeTimeout)],
            CancellationToken.None);
        RespValue[] names = due.Items[1].Items;
        if (names.Length == 0)
        {
            return;
        }

        IEnumerable<ReadOnlyMemory<byte>> next = await settle(names);
        await services.Redis.EvaluateAsync(
            RedisScripts.FinishDue,
            [key],
            [due.Items[0].Bytes, .. names.Zip(next).SelectMany(pair => new[] { pair.First.Bytes, pair.Second })],
            CancellationToken.None);
    }
}
