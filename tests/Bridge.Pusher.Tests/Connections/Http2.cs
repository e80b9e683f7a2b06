// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Pusher.Tests.Connections;

/// <summary>HTTP/2 without TLS, which must be the only protocol of an address.</summary>
internal static class Http2
{
    public static void Allow(IServiceCollection services) => services.Configure<KestrelServerOptions>(
        kestrel => kestrel.ConfigureEndpointDefaults(listen => listen.Protocols = HttpProtocols.Http2));
}
