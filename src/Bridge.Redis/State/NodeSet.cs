// Licensed under the MIT License. See LICENSE in the repository root.

using System.Globalization;
using Bridge.Redis.Resp;

namespace Bridge.Redis.State;

/// <summary>One of the sets that say where a node has something.</summary>
/// <param name="services">What the state is made of.</param>
/// <param name="key">The set's key.</param>
internal sealed class NodeSet(StateServices services, byte[] key)
{
    /// <summary>How many are cleared at a time.</summary>
    private const int Batch = 256;

    /// <summary>Clears everything that the set names, and takes it out of the set.</summary>
    /// <param name="more">What is to be cleared besides.</param>
    /// <param name="clear">Clears what goes by a name.</param>
    /// <param name="cancellationToken">Stops in between; what is not cleared stays in the set.</param>
    /// <exception cref="KeyFailureException">Some could not be cleared because of a key; they stay in the set, and all others are cleared.</exception>
    public async Task ClearAsync(IEnumerable<string> more, Func<string, Task> clear, CancellationToken cancellationToken)
    {
        HashSet<string> names = new(more, StringComparer.Ordinal);
        await ReadAsync(names);
        KeyFailureException? failure = null;
        foreach (string[] batch in names.Chunk(Batch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            KeyFailureException?[] failures = await Task.WhenAll(batch.Select(name => TryAsync(name, clear)));
            failure ??= Array.Find(failures, static failure => failure is not null);
            ReadOnlyMemory<byte>[] cleared = [.. batch.Where((_, i) => failures[i] is null).Select(name => (ReadOnlyMemory<byte>)StateKeys.Bytes(name))];
            if (cleared.Length > 0)
            {
                await services.Redis.ExecuteAsync(new RespCommand(["SREM"u8.ToArray(), key, .. cleared]), CancellationToken.None);
            }
        }

        if (failure is not null)
        {
            throw failure;
        }
    }

    private static async Task<KeyFailureException?> TryAsync(string name, Func<string, Task> clear)
    {
        try
        {
            await clear(name);
            return null;
        }
        catch (Exception e) when (KeyFailureException.IsAboutKeys(e))
        {
            return new KeyFailureException(name, e);
        }
    }

    private async Task ReadAsync(HashSet<string> names)
    {
        long cursor = 0;
        try
        {
            do
            {
                RespValue page = await services.Redis.ExecuteAsync(
                    new RespCommand("SSCAN"u8.ToArray(), key, StateKeys.Number(cursor), "COUNT"u8.ToArray(), "1000"u8.ToArray()), CancellationToken.None);
                cursor = (long)ulong.Parse(page.Items[0].Bytes.Span, CultureInfo.InvariantCulture);
                names.UnionWith(page.Items[1].Items.Select(ChannelReply.Text));
            }
            while (cursor != 0);
        }
        catch (Exception e) when (KeyFailureException.IsAboutKeys(e))
        {
            throw new KeyFailureException(System.Text.Encoding.UTF8.GetString(key), e);
        }
    }
}
