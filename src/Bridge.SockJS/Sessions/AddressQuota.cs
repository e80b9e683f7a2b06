// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using System.Runtime.InteropServices;

namespace Bridge.SockJS.Sessions;

/// <summary>Counts what each address has, and gives it no more than its share.</summary>
/// <param name="limit">The share of one address.</param>
internal sealed class AddressQuota(int limit)
{
    private readonly Dictionary<IPAddress, int> _counts = [];

    /// <summary>Takes one of the address's share; false when it has all of it.</summary>
    /// <param name="address">The address; all that are unknown share one.</param>
    public bool TryTake(IPAddress? address)
    {
        lock (_counts)
        {
            ref int count = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, address ?? IPAddress.None, out _);
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
    public void Release(IPAddress? address)
    {
        address ??= IPAddress.None;
        lock (_counts)
        {
            if (--CollectionsMarshal.GetValueRefOrNullRef(_counts, address) == 0)
            {
                _counts.Remove(address);
            }
        }
    }
}
