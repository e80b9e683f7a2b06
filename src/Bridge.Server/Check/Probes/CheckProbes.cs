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
            new SignalRNegotiateProbe(target.Hub),
            new WebSocketProbe("SignalR WebSocket", target.Hub, "", SignalRGreeting.Request, SignalRGreeting.Instance),
            new SignalRServerSentEventsProbe(target.Hub),
            new SignalRLongPollingProbe(target.Hub),
            new WebSocketProbe("Pusher WebSocket", app, PusherQuery, null, PusherGreeting.Instance),
            new SessionProbe("Pusher xhr_streaming", "/pusher" + app, "xhr_streaming", PusherQuery, null, PusherGreeting.Instance),
            new SessionProbe("Pusher xhr_polling", "/pusher" + app, "xhr", PusherQuery, null, PusherGreeting.Instance),
            .. Sessions("Pusher SockJS", "/pusher", $$"""{"path":"{{appPath}}"}""", PusherGreeting.Instance),
            .. target.OwnHub is null ? OfServer() : [],
            new PreflightProbe("Pusher preflight", $"/pusher{app}/000/{{session}}/xhr_streaming"),
            new RestProbe(),
        ];
    }

    /// <summary>The hub through SockJS, which apps map where they like, if at all.</summary>
    private static IEnumerable<ICheckProbe> OfServer() =>
    [
        new WebSocketProbe("SockJS websocket", "/sockjs/000/{session}/websocket", "", null, SockJSGreeting.Instance),
        .. Sessions("SockJS", "/sockjs", SignalRGreeting.Request, SignalRGreeting.Instance),
        new PreflightProbe("SockJS preflight", "/sockjs/000/{session}/xhr_send"),
    ];

    private static IEnumerable<ICheckProbe> Sessions(string name, string path, string request, IGreeting greeting) =>
        SessionProbe.Transports.Select(transport => new SessionProbe($"{name} {transport}", path, transport, "", request, greeting));
}
