// Licensed under the MIT License. See LICENSE in the repository root.

using System.Globalization;
using System.Net;
using Bridge.LoadTest.PollServer;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

// Kestrel alone: no host, no routing, no middleware. Argument: the port.
IServiceProvider services = new DefaultServiceProviderFactory().CreateServiceProvider(new ServiceCollection().AddMetrics().AddLogging());
KestrelServerOptions options = new() { ApplicationServices = services, AddServerHeader = false };
options.Limits.MinResponseDataRate = null;
options.Listen(IPAddress.Loopback, int.Parse(args[0], CultureInfo.InvariantCulture), listen => listen.Protocols = HttpProtocols.Http1);
SocketTransportOptions sockets = new() { UnsafePreferInlineScheduling = true };
using KestrelServer server = new(Options.Create(options), new SocketTransportFactory(Options.Create(sockets), NullLoggerFactory.Instance), NullLoggerFactory.Instance);
await server.StartAsync(new PollApplication(), CancellationToken.None);
await Task.Delay(Timeout.Infinite);
