// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics.CodeAnalysis;
using Bridge.Pusher.Apps;
using Bridge.Pusher.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Bridge.Pusher.Connections;

/// <summary>Says which connections are served, whatever they come over (docs/specs/pusher.md, "Connecting").</summary>
internal sealed class PusherAdmission(IPusherAppStore apps, AppConnections connections)
{
    /// <summary>The name of the route parameter with the app's key.</summary>
    public const string Key = "key";

    /// <summary>Admits a connection and counts it, until it is released.</summary>
    /// <param name="key">The app's key.</param>
    /// <param name="query">The query of the path that the client asks for.</param>
    /// <param name="origin">The page that the client runs in; empty if that is unknown.</param>
    /// <param name="admitted">What it was admitted as.</param>
    /// <param name="refusal">What to close it with, if it is not.</param>
    public bool TryAdmit(
        string key, QueryString query, string origin, out PusherAdmitted admitted, [NotNullWhen(false)] out PusherCloseCode? refusal)
    {
        admitted = default;
        PusherApp? app = apps.FindByKey(key);
        refusal = app is null ? PusherCloseCode.AppKeyUnknown(key)
            : app.Disabled ? PusherCloseCode.AppDisabled
            : !app.AllowsOrigin(origin) ? PusherCloseCode.OriginNotAllowed
            : null;
        if (refusal is not null || !PusherProtocolVersion.TryParse(ProtocolOf(query), out PusherProtocolVersion version, out refusal))
        {
            return false;
        }

        if (!connections.TryAdd(app!))
        {
            refusal = PusherCloseCode.ConnectionQuotaReached;
            return false;
        }

        admitted = new PusherAdmitted(app!, key, version);
        return true;
    }

    /// <summary>An admitted connection has ended.</summary>
    /// <param name="admitted">What it was admitted as.</param>
    public void Release(PusherAdmitted admitted) => connections.Remove(admitted.App);

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
