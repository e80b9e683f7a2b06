// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
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
internal sealed class RestAuthentication(TimeProvider time, string publicPathPrefix)
{
    private const int TimestampToleranceSeconds = 600;
    private const int MaxShownText = 2_000;

    /// <summary>Checks the URL of a request; null when it is good.</summary>
    public HttpError? CheckUrl(HttpRequest request, RestQuery query, PusherApp app)
    {
        if (!query.TryFind("auth_key", out ReadOnlySpan<char> key))
        {
            return MissingParameter("auth_key");
        }

        if (!query.TryFind("auth_signature", out ReadOnlySpan<char> signature))
        {
            return MissingParameter("auth_signature");
        }

        if (app.SecretOf(key) is not { } secret)
        {
            return HttpError.Unauthorized($"Unknown auth_key for app {app.Id}: {UntrustedText.Show(key)}");
        }

        if (!query.TryFind("auth_version", out ReadOnlySpan<char> version) || version is not "1.0")
        {
            return HttpError.Unauthorized("auth_version should be 1.0");
        }

        return CheckTimestamp(query) ?? CheckSignature(request, query, secret, signature);
    }

    /// <summary>Checks the body of a request whose URL is good; null when it is good.</summary>
    [SuppressMessage("Security", "CA5351", Justification = "MD5 is what the protocol names; the signature over it is HMAC-SHA256.")]
    public static HttpError? CheckBody(string method, RestQuery query, ReadOnlySpan<byte> body)
    {
        bool isExpected = query.TryFind("body_md5", out ReadOnlySpan<char> expected);
        if (body.IsEmpty && (!isExpected || HttpMethods.IsGet(method)))
        {
            return null;
        }

        if (!isExpected)
        {
            return MissingParameter("body_md5");
        }

        Span<byte> hash = stackalloc byte[MD5.HashSizeInBytes];
        MD5.HashData(body, hash);
        Span<char> hex = stackalloc char[MD5.HashSizeInBytes * 2];
        Convert.TryToHexStringLower(hash, hex, out _);
        return expected.Equals(hex, StringComparison.OrdinalIgnoreCase)
            ? null
            : HttpError.Unauthorized($"Invalid body_md5: '{UntrustedText.Show(expected)}' is not the MD5 of the body");
    }

    private static HttpError MissingParameter(string name) => HttpError.Unauthorized($"Missing required parameter: {name}");

    private HttpError? CheckTimestamp(RestQuery query)
    {
        query.TryFind("auth_timestamp", out ReadOnlySpan<char> text);
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

    private HttpError? CheckSignature(HttpRequest request, RestQuery query, string secret, ReadOnlySpan<char> signature)
    {
        var path = new RestPath(request, publicPathPrefix);
        using var parameters = new CanonicalQuery(query.Text);
        char[] text = ArrayPool<char>.Shared.Rent(request.Method.Length + path.MaxLength + query.Text.Length + 3);
        try
        {
            foreach (QueryForm form in parameters.Forms)
            {
                for (int reading = 0; reading < RestPath.Readings; reading++)
                {
                    if (TryWriteSignedText(request.Method, path, reading, parameters, form, text, out int length)
                        && PusherSignature.VerifyText(signature, secret, text.AsSpan(0, length)))
                    {
                        return null;
                    }
                }
            }

            TryWriteSignedText(request.Method, path, 0, parameters, parameters.Forms[0], text, out int shownLength);
            string shown = JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(new string(text, 0, Math.Min(shownLength, MaxShownText)));
            return HttpError.Unauthorized(
                $"Invalid signature: you should have sent HmacSHA256Hex(\"{shown}\", your_secret_key), but you sent \"{UntrustedText.Show(signature)}\"");
        }
        finally
        {
            ArrayPool<char>.Shared.Return(text);
        }
    }

    private static bool TryWriteSignedText(
        string method, RestPath path, int reading, CanonicalQuery parameters, QueryForm form, Span<char> target, out int length)
    {
        method.CopyTo(target);
        length = method.Length;
        target[length++] = '\n';
        if (!path.TryWrite(reading, target[length..], out int pathLength))
        {
            return false;
        }

        length += pathLength;
        target[length++] = '\n';
        length += parameters.Write(form, target[length..]);
        return true;
    }

    private static string Iso(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
