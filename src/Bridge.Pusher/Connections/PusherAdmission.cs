// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Limits;
using Bridge.Pusher.Apps;
using Bridge.Pusher.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Bridge.Pusher.Connections;

/// <summary>Says which connections are served, whatever they come over (docs/specs/pusher.md, "Connecting").</summary>
internal sealed class PusherAdmission(IPusherAppStore apps, IConnectionQuotas connections)
{
    /// <summary>The name of the route parameter with the app's key.</summary>
    public const string Key = "key";

    /// <summary>Looks whether a connection may be served; one that may is still to be counted.</summary>
    /// <param name="key">The app's key.</param>
    /// <param name="query">The query of the path that the client asks for.</param>
    /// <param name="origin">The page that the client runs in; empty if that is unknown.</param>
    /// <param name="admitted">What it is admitted as.</param>
    /// <returns>What to close it with; null when it may be served.</returns>
    public PusherCloseCode? Check(string key, QueryString query, string origin, out PusherAdmitted admitted)
    {
        admitted = default;
        PusherApp? app = apps.FindByKey(key);
        PusherCloseCode? refusal = app is null ? PusherCloseCode.AppKeyUnknown(key)
            : app.Disabled ? PusherCloseCode.AppDisabled
            : !app.AllowsOrigin(origin) ? PusherCloseCode.OriginNotAllowed
            : null;
        if (refusal is null && PusherProtocolVersion.TryParse(ProtocolOf(query), out PusherProtocolVersion version, out refusal))
        {
            admitted = new PusherAdmitted(app!, key, version);
        }

        return refusal;
    }

    /// <summary>Counts an admitted connection, until it is released.</summary>
    /// <param name="admitted">What it was admitted as.</param>
    /// <returns>What to close it with when the app has all the connections that it may have; otherwise null.</returns>
    public async ValueTask<PusherCloseCode?> CountAsync(PusherAdmitted admitted) =>
        await connections.TryAddAsync(admitted.App.Id, admitted.App.Limits.MaxConnections) ? null : PusherCloseCode.ConnectionQuotaReached;

    /// <summary>A counted connection has ended.</summary>
    /// <param name="admitted">What it was admitted as.</param>
    public void Release(PusherAdmitted admitted) => connections.Release(admitted.App.Id);

    /// <summary>Reads the one parameter of interest without keeping the others for as long as the connection lives.</summary>
    private static string? ProtocolOf(QueryString query)
    {
        foreach (QueryStringEnumerable.EncodedNameValuePair parameter in new QueryStringEnumerable(query.Value))
        {
            if (parameter.DecodeName().Span is "protocol")
            {
                return parameter.DecodeValue().ToString();
            }
        }

        return null;
    }
}
