// Licensed under the MIT License. See LICENSE in the repository root.

using System.Security.Cryptography;
using System.Text;

namespace Bridge.LoadTest.Clients;

/// <summary>Signs private channels as the auth endpoint of an application does.</summary>
internal sealed class PusherSignature(string key, string secret)
{
    private readonly byte[] _secret = Encoding.UTF8.GetBytes(secret);

    public string Sign(string socketId, string channel)
    {
        var hash = HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes($"{socketId}:{channel}"));
        return $"{key}:{Convert.ToHexStringLower(hash)}";
    }
}
