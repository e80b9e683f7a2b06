// Licensed under the MIT License. See LICENSE in the repository root.

using System.Runtime.InteropServices;

namespace Bridge.SockJS.Sessions;

/// <summary>Gives each client address its share of something.</summary>
/// <param name="limit">How much one address may have; 0 for any number.</param>
internal sealed class AddressQuota(int limit)
{
    private readonly Dictionary<ClientAddress, int> _counts = [];

    /// <summary>Takes one of the address's share; false when it has all of it.</summary>
    /// <param name="address">The address; all that are unknown share one.</param>
    public bool TryTake(ClientAddress address)
    {
        if (limit == 0)
        {
            return true;
        }

        lock (_counts)
        {
            ref int count = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, address, out _);
            if (count == limit)
            {
                return false;
            }

            count++;
            return true;
        }
    }

    /// <summary>Gives one back.</summary>
    /// <param name="address">The address that took it.</param>
    public void Release(ClientAddress address)
    {
        if (limit == 0)
        {
            return;
        }

        lock (_counts)
        {
            if (--CollectionsMarshal.GetValueRefOrNullRef(_counts, address) == 0)
            {
                _counts.Remove(address);
            }
        }
    }
}
