// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bridge.Redis.Roaming;

/// <summary>What one node tells another about a request that it hands on: for whom it is, and who asked it how.</summary>
/// <param name="Target">The node that it is for.</param>
/// <param name="Scheme">The scheme that the client used.</param>
/// <param name="Address">The client's address, or null.</param>
/// <param name="Port">The client's port.</param>
internal sealed record Hop(string Target, string Scheme, IPAddress? Address, int Port)
{
    /// <summary>The header that carries it, signed.</summary>
    public const string HeaderName = "X-Bridge-Hop";

    private const char Separator = ' ';
    private const string NoAddress = "-";

    /// <summary>Whether another node has handed a request on to this one.</summary>
    public static bool IsForwarded(HttpContext context) => context.Features.Get<Hop>() is not null;

    /// <summary>What there is to tell about a request.</summary>
    public static Hop Of(HttpContext context, string target) =>
        new(target, context.Request.Scheme, context.Connection.RemoteIpAddress, context.Connection.RemotePort);

    /// <summary>Reads what another node told. False for whatever does not come from one, or was meant for another request.</summary>
    public static bool TryRead(HttpRequest request, byte[] secret, [NotNullWhen(true)] out Hop? hop)
    {
        hop = null;
        string[] parts = request.Headers[HeaderName] is [{ } value] ? value.Split(Separator) : [];
        if (parts is not [string target, string scheme, string address, string port, string signature]
            || !int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            || (!IPAddress.TryParse(address, out IPAddress? ip) && address != NoAddress))
        {
            return false;
        }

        var claimed = new Hop(target, scheme, ip, number);
        string rawTarget = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        byte[] expected = Encoding.ASCII.GetBytes(claimed.Sign(request.Method, rawTarget, secret));
        if (!CryptographicOperations.FixedTimeEquals(expected, Encoding.UTF8.GetBytes(signature)))
        {
            return false;
        }

        hop = claimed;
        return true;
    }

    /// <summary>The header's value.</summary>
    /// <param name="method">The method of the request as it goes on; signed too.</param>
    /// <param name="target">The path and query of the request as it goes on; signed too.</param>
    /// <param name="secret">The secret of the farm.</param>
    public string ToHeader(string method, string target, byte[] secret) => $"{this}{Separator}{Sign(method, target, secret)}";

    public override string ToString() => string.Join(
        Separator, Target, Scheme, Address?.ToString() ?? NoAddress, Port.ToString(CultureInfo.InvariantCulture));

    private string Sign(string method, string target, byte[] secret) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{this}\n{method}\n{target}")));
}
