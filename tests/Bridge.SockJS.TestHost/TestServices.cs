// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.SockJS.TestHost;

/// <summary>The services that the public conformance suites for SockJS expect, and some that our own tests need.</summary>
public static class TestServices
{
    private const string ClientUrlKey = "Bridge:SockJS:ClientUrl";
    private const int SmallResponseLimit = 4_096;

    public static IServiceCollection AddTestServices(this IServiceCollection services)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<Audience>();
        return services;
    }

    public static void MapTestServices(this WebApplication app)
    {
        string clientUrl = app.Configuration[ClientUrlKey] ?? new SockJSOptions().ClientUrl;
        SockJSOptions Options() => new() { ClientUrl = clientUrl, Hixie76 = true };

        SockJSOptions withSmallResponses = Options();
        withSmallResponses.ResponseLimit = SmallResponseLimit;
        SockJSOptions withoutWebSocket = Options();
        withoutWebSocket.Transports &= ~(SockJSTransports.WebSocket | SockJSTransports.RawWebSocket);
        SockJSOptions withCookie = Options();
        withCookie.JSessionId = true;
        SockJSOptions broadcast = Options();
        broadcast.SlowConsumer = SlowConsumerPolicy.Disconnect;
        SockJSOptions fast = Options();
        fast.HeartbeatDelay = TimeSpan.FromMilliseconds(400);
        fast.DisconnectDelay = TimeSpan.FromMilliseconds(800);

        app.MapSockJS<EchoHandler>("/echo", withSmallResponses);
        app.MapSockJS<EchoHandler>("/disabled_websocket_echo", withoutWebSocket);
        app.MapSockJS<EchoHandler>("/cookie_needed_echo", withCookie);
        app.MapSockJS<EchoHandler>("/fast", fast);
        app.MapSockJS<CloseHandler>("/close", Options());
        app.MapSockJS<AmplifyHandler>("/amplify", Options());
        app.MapSockJS<BroadcastHandler>("/broadcast", broadcast);
        app.MapSockJS<TickerHandler>("/ticker", Options());
    }
}
