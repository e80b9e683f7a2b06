// Licensed under the MIT License. See LICENSE in the repository root.

using System.Security.Cryptography;
using System.Text;

namespace Bridge.Interop.Tests.Clients;

/// <summary>The credentials of the tested application: those of the server's demo app.</summary>
internal static class TestApp
{
    public const string Id = "1001";
    public const string Key = "demo-key";
    public const string Secret = "demo-secret";

    /// <summary>The master key of the application's end-to-end encrypted channels.</summary>
    public static readonly string EncryptionKey = Convert.ToBase64String(SHA256.HashData("interop"u8));

    /// <summary>The options of Pusher's server library.</summary>
    public static object Options { get; } =
        new { appId = Id, key = Key, secret = Secret, encryptionMasterKeyBase64 = EncryptionKey };

    public static string Sign(string text) =>
        $"{Key}:{Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(text)))}";
}
