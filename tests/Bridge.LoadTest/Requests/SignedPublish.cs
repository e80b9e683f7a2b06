// Licensed under the MIT License. See LICENSE in the repository root.

using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Bridge.LoadTest.Requests;

/// <summary>A <c>POST /events</c> as server libraries sign and send it.</summary>
internal static class SignedPublish
{
    /// <summary>The bytes of the whole request, good for the ten minutes in which its signature holds.</summary>
    public static byte[] Create(string appId, string key, string secret, string channel, int payload)
    {
        var body = $"{{\"name\":\"load\",\"channel\":\"{channel}\",\"data\":\"{new string('x', payload)}\"}}";
        var bytes = Encoding.UTF8.GetBytes(body);
        var path = $"/apps/{appId}/events";
        var timestamp = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var query = $"auth_key={key}&auth_timestamp={timestamp}&auth_version=1.0&body_md5={Md5(bytes)}";
        var signature = Convert.ToHexStringLower(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"POST\n{path}\n{query}")));
        return Encoding.UTF8.GetBytes(
            $"POST {path}?{query}&auth_signature={signature} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + $"Content-Length: {bytes.Length.ToString(CultureInfo.InvariantCulture)}\r\n\r\n{body}");
    }

#pragma warning disable CA5351 // MD5 is what the protocol names.
    private static string Md5(byte[] body) => Convert.ToHexStringLower(MD5.HashData(body));
#pragma warning restore CA5351
}
