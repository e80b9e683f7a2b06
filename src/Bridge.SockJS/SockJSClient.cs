// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.SockJS;

/// <summary>Which clients a service is for.</summary>
public enum SockJSClient
{
    /// <summary>sockjs-client and whatever else speaks SockJS.</summary>
    SockJS,

    /// <summary>
    /// The HTTP transports of pusher-js, which exchange SockJS frames by rules of their own. Only <c>xhr</c>,
    /// <c>xhr_streaming</c> and <c>xhr_send</c> are served, to pages of every origin and without credentials. A stream is ended by
    /// the client: over 262,144 characters the server writes nothing more to it and goes on with the client's next request,
    /// without a second prelude. An empty send that answers no heartbeat is the client's own ping and is answered with one. A
    /// request for frames takes the place of one that is still open.
    /// </summary>
    PusherHttp,
}
