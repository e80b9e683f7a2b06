// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using Bridge.LoadTest.Measurement;

namespace Bridge.LoadTest.Clients.SockJS;

/// <summary>A SockJS service whose subscribers use HTTP; a publisher of its own still uses WebSocket.</summary>
/// <param name="service">The path of the service.</param>
/// <param name="transport">How they receive: <c>xhr_streaming</c> or <c>xhr</c>.</param>
internal sealed class SockJSHttpProtocol(string service, string transport) : SockJSWebSocketProtocol(service)
{
    public override ISubscriber CreateSubscriber(
        EventLoop loop, IPEndPoint endPoint, IReadOnlyList<string> channels, ClientTally tally, DeliveryCounter? deliveries) =>
        new SockJSHttpSession(loop, endPoint, $"{Service}/000/{Guid.NewGuid():N}", transport, tally, deliveries);
}
