// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.Http;

namespace Bridge.SockJS.Endpoints;

/// <summary>The origins that may connect.</summary>
/// <param name="allowed">Them; none means all.</param>
internal sealed class OriginPolicy(IEnumerable<string> allowed)
{
    private readonly HashSet<string> _allowed = new(allowed, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a request must be able to tell its origin.</summary>
    public bool IsRestricted => _allowed.Count > 0;

    /// <summary>Whether a request may be served. Those of the service's own pages and of programs may have no origin.</summary>
    public bool Allows(HttpRequest request)
    {
        string origin = request.Headers.Origin.ToString();
        return !IsRestricted || origin.Length == 0 || _allowed.Contains(origin);
    }
}
