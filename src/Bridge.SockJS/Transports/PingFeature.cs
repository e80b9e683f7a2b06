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

    /// <summary>Lets a request have one if it asks for a WebSocket. To be called before the framework looks at it.</summary>
    public static void AddTo(HttpContext context, TimeProvider time)
    {
        IHttpUpgradeFeature? upgrade = context.Features.Get<IHttpUpgradeFeature>();
        IHttpExtendedConnectFeature? connect = context.Features.Get<IHttpExtendedConnectFeature>();
        PingFeature feature = new(upgrade, connect, time);
        if (feature.IsExtendedConnect)
        {
            context.Features.Set<IHttpExtendedConnectFeature>(feature);
            context.Features.Set(feature);
        }
        else if (feature.IsUpgradableRequest)
        {
            context.Features.Set<IHttpUpgradeFeature>(feature);
            context.Features.Set(feature);
        }
    }

    public async Task<Stream> UpgradeAsync() => Stream = new PingStream(await upgrade!.UpgradeAsync(), time);

    public async ValueTask<Stream> AcceptAsync() => Stream = new PingStream(await connect!.AcceptAsync(), time);
}
