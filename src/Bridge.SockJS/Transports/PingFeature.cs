// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bridge.SockJS.Transports;

/// <summary>Puts a <see cref="PingStream"/> below the WebSocket that a request becomes, over HTTP/1.1 and HTTP/2.</summary>
internal sealed class PingFeature(IHttpUpgradeFeature? upgrade, IHttpExtendedConnectFeature? connect, TimeProvider time)
    : IHttpUpgradeFeature, IHttpExtendedConnectFeature
{
    /// <summary>The stream; null while the request is no WebSocket.</summary>
    public PingStream? Stream { get; private set; }

    public bool IsUpgradableRequest => upgrade is { IsUpgradableRequest: true };

    public bool IsExtendedConnect => connect is { IsExtendedConnect: true };

    public string? Protocol => connect?.Protocol;

    /// <summary>Whether a request may become a WebSocket.</summary>
    public static bool CanAddTo(HttpContext context) =>
        context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
        || context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };

    /// <summary>Lets a request have one that may become a WebSocket. To be called before the framework looks at it.</summary>
    public static void AddTo(HttpContext context, TimeProvider time)
    {
        PingFeature feature = new(context.Features.Get<IHttpUpgradeFeature>(), context.Features.Get<IHttpExtendedConnectFeature>(), time);
        context.Features.Set(feature);
        if (feature.IsExtendedConnect)
        {
            context.Features.Set<IHttpExtendedConnectFeature>(feature);
        }
        else
        {
            context.Features.Set<IHttpUpgradeFeature>(feature);
        }
    }

    public async Task<Stream> UpgradeAsync() => Stream = new PingStream(await upgrade!.UpgradeAsync(), time);

    public async ValueTask<Stream> AcceptAsync() => Stream = new PingStream(await connect!.AcceptAsync(), time);
}
