// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Bridge.Pusher.Signatures;

/// <summary>
/// The signatures of the Pusher protocol: HMAC-SHA256 over UTF-8 text, keyed with the app's secret, as lower-case hex digits
/// (docs/specs/pusher-rest.md, "Signatures"). Comparisons take the same time wherever the texts differ.
/// </summary>
public static class PusherSignature
{
    private const int HexLength = SHA256.HashSizeInBytes * 2;
    private const int StackBytes = 512;

    /// <summary>Signs a connection's subscription to a channel.</summary>
    /// <param name="secret">The app's secret.</param>
    /// <param name="socketId">The connection's socket id.</param>
    /// <param name="channel">The channel's name.</param>
    /// <param name="channelData">The member data exactly as it will be sent, or null for none.</param>
    public static string SignChannel(string secret, string socketId, string channel, string? channelData) =>
        channelData is null ? Sign(secret, socketId, ":", channel) : Sign(secret, socketId, ":", channel, ":", channelData);

    /// <summary>Whether a signature is the one of <see cref="SignChannel"/>.</summary>
    /// <param name="signature">The signature that a client sent.</param>
    /// <param name="secret">The app's secret.</param>
    /// <param name="socketId">The connection's socket id.</param>
    /// <param name="channel">The channel's name.</param>
    /// <param name="channelData">The member data exactly as it was sent, or null for none.</param>
    public static bool VerifyChannel(
        ReadOnlySpan<char> signature, string secret, string socketId, string channel, string? channelData) =>
        channelData is null
            ? Verify(signature, secret, socketId, ":", channel)
            : Verify(signature, secret, socketId, ":", channel, ":", channelData);

    /// <summary>Signs a connection's sign-in as a user.</summary>
    /// <param name="secret">The app's secret.</param>
    /// <param name="socketId">The connection's socket id.</param>
    /// <param name="userData">The user data exactly as it will be sent.</param>
    public static string SignUser(string secret, string socketId, string userData) =>
        Sign(secret, socketId, "::user::", userData);

    /// <summary>Whether a signature is the one of <see cref="SignUser"/>.</summary>
    /// <param name="signature">The signature that a client sent.</param>
    /// <param name="secret">The app's secret.</param>
    /// <param name="socketId">The connection's socket id.</param>
    /// <param name="userData">The user data exactly as it was sent.</param>
    public static bool VerifyUser(ReadOnlySpan<char> signature, string secret, string socketId, string userData) =>
        Verify(signature, secret, socketId, "::user::", userData);

    /// <summary>Signs a REST request.</summary>
    /// <param name="secret">The app's secret.</param>
    /// <param name="method">The HTTP method in capitals.</param>
    /// <param name="path">The path.</param>
    /// <param name="query">The parameters but the signature, keys in lower case and sorted, as <c>k=v</c> joined by <c>&amp;</c>, not escaped.</param>
    public static string SignRequest(string secret, string method, string path, string query) =>
        Sign(secret, method, "\n", path, "\n", query);

    /// <summary>Whether a signature is the one of <see cref="SignRequest"/>.</summary>
    /// <param name="signature">The signature that came with the request.</param>
    /// <param name="secret">The app's secret.</param>
    /// <param name="method">The HTTP method in capitals.</param>
    /// <param name="path">The path.</param>
    /// <param name="query">The parameters as for <see cref="SignRequest"/>.</param>
    public static bool VerifyRequest(ReadOnlySpan<char> signature, string secret, string method, string path, string query) =>
        Verify(signature, secret, method, "\n", path, "\n", query);

    /// <summary>Whether a signature is the one over a text that is put together already; makes no garbage.</summary>
    internal static bool VerifyText(ReadOnlySpan<char> signature, string secret, ReadOnlySpan<char> text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Compute(secret, [], text, hash);
        return IsHexOf(signature, hash);
    }

    /// <summary>Signs the body of a webhook request.</summary>
    internal static string SignWebhook(string secret, ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body, hash);
        return Convert.ToHexStringLower(hash);
    }

    /// <summary>Whether two texts are the same, in a time that depends on their lengths only.</summary>
    internal static bool FixedTimeEquals(ReadOnlySpan<char> left, ReadOnlySpan<char> right) =>
        CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(left), MemoryMarshal.AsBytes(right));

    private static string Sign(string secret, params ReadOnlySpan<string> parts)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Compute(secret, parts, [], hash);
        return Convert.ToHexStringLower(hash);
    }

    private static bool Verify(ReadOnlySpan<char> signature, string secret, params ReadOnlySpan<string> parts)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Compute(secret, parts, [], hash);
        return IsHexOf(signature, hash);
    }

    private static bool IsHexOf(ReadOnlySpan<char> signature, ReadOnlySpan<byte> hash)
    {
        Span<char> expected = stackalloc char[HexLength];
        Convert.TryToHexStringLower(hash, expected, out _);
        return FixedTimeEquals(signature, expected);
    }

    private static void Compute(string secret, ReadOnlySpan<string> parts, ReadOnlySpan<char> rest, Span<byte> hash)
    {
        int size = Encoding.UTF8.GetByteCount(secret) + Encoding.UTF8.GetByteCount(rest);
        foreach (string part in parts)
        {
            size += Encoding.UTF8.GetByteCount(part);
        }

        byte[]? rented = null;
        Span<byte> buffer = size <= StackBytes ? stackalloc byte[StackBytes] : rented = ArrayPool<byte>.Shared.Rent(size);
        int keyLength = Encoding.UTF8.GetBytes(secret, buffer);
        int end = keyLength;
        foreach (string part in parts)
        {
            end += Encoding.UTF8.GetBytes(part, buffer[end..]);
        }

        end += Encoding.UTF8.GetBytes(rest, buffer[end..]);

        HMACSHA256.HashData(buffer[..keyLength], buffer[keyLength..end], hash);
        if (rented is not null)
        {
            // The secret must not go back to a pool that others rent from.
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        }
    }
}
