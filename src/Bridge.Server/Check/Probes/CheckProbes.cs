// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Server.Check.Probes;

/// <summary>All that is tried once it is clear that there is a server.</summary>
internal static class CheckProbes
{
    private const string PusherQuery = "?protocol=7&client=bridge-check&version=1.0";

    public static IEnumerable<ICheckProbe> All(CheckTarget target)
    {
        string app = $"/app/{Uri.EscapeDataString(target.Key)}";
        string appPath = app + PusherQuery;
        return
        [
            new SignalRNegotiateProbe(),
            new WebSocketProbe("SignalR WebSocket", "/hub", "", SignalRGreeting.Request, SignalRGreeting.Instance),
            new SignalRServerSentEventsProbe(),
            new SignalRLongPollingProbe(),
            new WebSocketProbe("Pusher WebSocket", app, PusherQuery, null, PusherGreeting.Instance),
            new SessionProbe("Pusher xhr_streaming", "/pusher" + app, "xhr_streaming", PusherQuery, null, PusherGreeting.Instance),
            new SessionProbe("Pusher xhr_polling", "/pusher" + app, "xhr", PusherQuery, null, PusherGreeting.Instance),
            .. Sessions("Pusher SockJS", "/pusher", $$"""{"path":"{{appPath}}"}""", PusherGreeting.Instance),
            new WebSocketProbe("SockJS websocket", "/sockjs/000/{session}/websocket", "", null, SockJSGreeting.Instance),
            .. Sessions("SockJS", "/sockjs", SignalRGreeting.Request, SignalRGreeting.Instance),
            new PreflightProbe("Pusher preflight", $"/pusher{app}/000/{{session}}/xhr_streaming"),
            new PreflightProbe("SockJS preflight", "/sockjs/000/{session}/xhr_send"),
            new RestProbe(),
        ];
    }

    private static IEnumerable<ICheckProbe> Sessions(string name, string path, string request, IGreeting greeting) =>
        SessionProbe.Transports.Select(transport => new SessionProbe($"{name} {transport}", path, transport, "", request, greeting));
}
