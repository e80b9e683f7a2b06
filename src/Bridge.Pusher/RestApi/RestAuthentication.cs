// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using Bridge.Pusher.Apps;
using Bridge.Pusher.Signatures;
using Microsoft.AspNetCore.Http;

namespace Bridge.Pusher.RestApi;

/// <summary>Checks that a REST request was signed with the secret of its app, recently, and for this body.</summary>
/// <remarks>The signature stands in the URL and covers the body by its MD5, so a body is only read when its request is good.</remarks>
internal sealed class RestAuthentication(TimeProvider time)
{
    private const int TimestampToleranceSeconds = 600;
    private const int MaxShownText = 2_000;

    /// <summary>Checks the URL of a request; null when it is good.</summary>
    public HttpError? CheckUrl(HttpRequest request, RestQuery query, PusherApp app)
    {
        if (query.Find("auth_key") is not { } key)
        {
            return MissingParameter("auth_key");
        }

        if (query.Find("auth_signature") is not { } signature)
        {
            return MissingParameter("auth_signature");
        }

        if (app.SecretOf(key) is not { } secret)
        {
            return HttpError.Unauthorized($"Unknown auth_key for app {app.Id}: {UntrustedText.Show(key)}");
        }

        if (query.Find("auth_version") is not "1.0")
        {
            return HttpError.Unauthorized("auth_version should be 1.0");
        }

        return CheckTimestamp(query) ?? CheckSignature(request, query, secret, signature);
    }

    /// <summary>Checks the body of a request whose URL is good; null when it is good.</summary>
    [SuppressMessage("Security", "CA5351", Justification = "MD5 is what the protocol names; the signature over it is HMAC-SHA256.")]
    public static HttpError? CheckBody(string method, RestQuery query, ReadOnlySpan<byte> body)
    {
        string? expected = query.Find("body_md5");
        if (body.IsEmpty && (expected is null || HttpMethods.IsGet(method)))
        {
            return null;
        }

        if (expected is null)
        {
            return MissingParameter("body_md5");
        }

        Span<byte> hash = stackalloc byte[MD5.HashSizeInBytes];
        MD5.HashData(body, hash);
        return string.Equals(Convert.ToHexString(hash), expected, StringComparison.OrdinalIgnoreCase)
            ? null
            : HttpError.Unauthorized($"Invalid body_md5: '{UntrustedText.Show(expected)}' is not the MD5 of the body");
    }

    private static HttpError MissingParameter(string name) => HttpError.Unauthorized($"Missing required parameter: {name}");

    private HttpError? CheckTimestamp(RestQuery query)
    {
        string text = query.Find("auth_timestamp") ?? "";
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
            || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
        {
            return HttpError.Unauthorized($"auth_timestamp should be in Unix seconds, not '{UntrustedText.Show(text)}'");
        }

        DateTimeOffset now = time.GetUtcNow();
        return Math.Abs(now.ToUnixTimeSeconds() - seconds) <= TimestampToleranceSeconds
            ? null
            : HttpError.Unauthorized(
                $"Timestamp expired: Given timestamp ({Iso(DateTimeOffset.FromUnixTimeSeconds(seconds))}) not within {TimestampToleranceSeconds}s of server time ({Iso(now)})");
    }

    private static HttpError? CheckSignature(HttpRequest request, RestQuery query, string secret, string signature)
    {
        List<string> paths = RestPath.Candidates(request);
        foreach (QueryForm form in query.Forms)
        {
            string canonical = query.Canonical(form);
            foreach (string path in paths)
            {
                if (PusherSignature.VerifyRequest(signature, secret, request.Method, path, canonical))
                {
                    return null;
                }
            }
        }

        string signed = $"{request.Method}\n{paths[0]}\n{query.Canonical(query.Forms[0])}";
        string shown = JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(signed[..Math.Min(signed.Length, MaxShownText)]);
        return HttpError.Unauthorized(
            $"Invalid signature: you should have sent HmacSHA256Hex(\"{shown}\", your_secret_key), but you sent \"{UntrustedText.Show(signature)}\"");
    }

    private static string Iso(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
