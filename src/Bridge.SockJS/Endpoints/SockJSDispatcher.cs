// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.SockJS.Sessions;
using Bridge.SockJS.Transports;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Bridge.SockJS.Endpoints;

/// <summary>Finds out what a request below the service asks for.</summary>
internal sealed class SockJSDispatcher
{
    private const string Get = "GET";
    private const string OptionsGet = "OPTIONS, GET";
    private const string Post = "POST";
    private const string OptionsPost = "OPTIONS, POST";
    private const string WebSocketName = "websocket";
    private const int OneFrame = 1;

    // Nothing before the first slash; server, session, transport.
    private const int PathOfSession = 4;

    // pusher-js asks anew when it has more than 256 Ki characters.
    private const int PusherLimit = (256 * 1024) + 1;

    private const SockJSTransports SendsByXhr =
        SockJSTransports.XhrPolling | SockJSTransports.XhrStreaming | SockJSTransports.EventSource | SockJSTransports.HtmlFile;

    private readonly SockJSTransports _transports;
    private readonly bool _isForPusher;
    private readonly int _responseLimit;
    private readonly int _minIdLength;
    private readonly OriginPolicy _origins;
    private readonly ResponseHeaders _headers;
    private readonly InfoEndpoint _info;
    private readonly IframePage _iframe;
    private readonly HttpReceiver _receiver;
    private readonly SendEndpoint _send;
    private readonly WebSocketEndpoint _webSocket;

    public SockJSDispatcher(SockJSService service)
    {
        SockJSOptions options = service.Options;
        _origins = new OriginPolicy(options.AllowedOrigins);
        _transports = _origins.IsRestricted
            ? options.Transports & ~(SockJSTransports.HtmlFile | SockJSTransports.JsonpPolling)
            : options.Transports;
        _isForPusher = options.Client == SockJSClient.PusherHttp;
        if (_isForPusher)
        {
            _transports &= SockJSTransports.XhrStreaming | SockJSTransports.XhrPolling;
        }

        _responseLimit = _isForPusher ? PusherLimit : options.ResponseLimit;
        _minIdLength = options.MinSessionIdLength;
        _headers = new ResponseHeaders(options, service.Time);
        _info = new InfoEndpoint(options);
        _iframe = new IframePage(options.ClientUrl, _headers);
        _receiver = new HttpReceiver(service);
        _send = new SendEndpoint(service);
        _webSocket = new WebSocketEndpoint(service);
    }

    /// <summary>Serves a request. That its client breaks off is no error of the server.</summary>
    public async Task RunAsync(HttpContext context)
    {
        try
        {
            await DispatchAsync(context);
        }
        catch (Exception e) when (IsEndOfClient(e, context))
        {
            // There is nobody left to answer.
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            // A body that is no HTTP, such as chunks without their ends.
            context.Response.StatusCode = e.StatusCode;
        }
    }

    /// <summary>A reset may be seen by a read before the request's own token tells of it.</summary>
    private static bool IsEndOfClient(Exception e, HttpContext context) =>
        e is ConnectionResetException or ConnectionAbortedException
        || (e is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested);

    private static bool IsMethod(HttpContext context, string method) => HttpMethods.Equals(context.Request.Method, method);

    private static Task Refuse(HttpContext context, string allowed) => Answers.WrongMethodAsync(context, allowed);

    private Task DispatchAsync(HttpContext context)
    {
        if (!_origins.Allows(context.Request))
        {
            return Answers.TextAsync(context, StatusCodes.Status403Forbidden, "Origin not allowed.");
        }

        ReadOnlySpan<char> path = ServicePath.BelowService(context);
        Span<Range> parts = stackalloc Range[PathOfSession + 1];
        if (path.Split(parts, '/') != PathOfSession)
        {
            return _isForPusher ? Answers.NotFoundAsync(context) : Service(context, path);
        }

        ReadOnlySpan<char> session = path[parts[2]];
        ReadOnlySpan<char> transport = path[parts[3]];
        return ServicePath.IsId(path[parts[1]]) && IsSession(session, transport)
            ? Session(context, ServicePath.SessionKey(context, session), transport)
            : Answers.NotFoundAsync(context);
    }

    private Task Service(HttpContext context, ReadOnlySpan<char> path) => path switch
    {
        "" => IsMethod(context, Get) ? Answers.TextAsync(context, StatusCodes.Status200OK, "Welcome to SockJS!\n") : Refuse(context, Get),
        "/info" => Info(context),
        "/websocket" => WebSocket(context, SockJSTransports.RawWebSocket),
        _ when IframePage.IsName(path[1..]) && !_origins.IsRestricted => IsMethod(context, Get) ? _iframe.AnswerAsync(context) : Refuse(context, Get),
        _ => Answers.NotFoundAsync(context),
    };

    // The ids of WebSockets mean nothing.
    private bool IsSession(ReadOnlySpan<char> id, ReadOnlySpan<char> transport) =>
        ServicePath.IsId(id) && (id.Length >= _minIdLength || transport is WebSocketName);

    private Task Session(HttpContext context, string id, ReadOnlySpan<char> transport) => transport switch
    {
        WebSocketName => WebSocket(context, SockJSTransports.WebSocket),
        "xhr" => BeginXhr(context, SockJSTransports.XhrPolling)
            ?? _receiver.RunAsync(context, id, SockJSTransports.XhrPolling, XhrFormat.Polling, OneFrame),
        "xhr_streaming" => BeginXhr(context, SockJSTransports.XhrStreaming)
            ?? _receiver.RunAsync(context, id, SockJSTransports.XhrStreaming, XhrFormat.Streaming, _responseLimit),
        "xhr_send" => BeginXhr(context, SendsByXhr) ?? _send.XhrAsync(context, id),
        "eventsource" => Begin(context, SockJSTransports.EventSource, Get) ?? EventSource(context, id),
        "htmlfile" => Begin(context, SockJSTransports.HtmlFile, Get) ?? HtmlFile(context, id),
        "jsonp" => Begin(context, SockJSTransports.JsonpPolling, Get) ?? Jsonp(context, id),
        "jsonp_send" => Begin(context, SockJSTransports.JsonpPolling, Post) ?? _send.JsonpAsync(context, id),
        _ => Answers.NotFoundAsync(context),
    };

    private Task EventSource(HttpContext context, string id)
    {
        _headers.AddCors(context);
        return _receiver.RunAsync(context, id, SockJSTransports.EventSource, EventSourceFormat.Instance, _responseLimit);
    }

    private Task HtmlFile(HttpContext context, string id) => CallbackName.Of(context.Request, out string error) is { } callback
        ? _receiver.RunAsync(context, id, SockJSTransports.HtmlFile, new HtmlFileFormat(callback), _responseLimit)
        : Answers.TextAsync(context, StatusCodes.Status500InternalServerError, error);

    private Task Jsonp(HttpContext context, string id)
    {
        if (CallbackName.Of(context.Request, out string error) is not { } callback)
        {
            return Answers.TextAsync(context, StatusCodes.Status500InternalServerError, error);
        }

        context.Response.Headers[HeaderNames.XContentTypeOptions] = "nosniff";
        return _receiver.RunAsync(context, id, SockJSTransports.JsonpPolling, new JsonpFormat(callback), OneFrame);
    }

    private Task Info(HttpContext context)
    {
        if (IsMethod(context, Get))
        {
            ResponseHeaders.AddNoCache(context);
            _headers.AddCors(context);
            return _info.AnswerAsync(context);
        }

        return Preflight(context, OptionsGet);
    }

    /// <summary>Answers a request that goes no further; null for one that does, which then has its first headers.</summary>
    private Task? BeginXhr(HttpContext context, SockJSTransports transports)
    {
        if ((_transports & transports) == 0)
        {
            return Answers.NotFoundAsync(context);
        }

        if (!IsMethod(context, Post))
        {
            return Preflight(context, OptionsPost);
        }

        ResponseHeaders.AddNoCache(context);
        _headers.AddCors(context);
        _headers.AddCookie(context);
        return null;
    }

    /// <summary>The same for transports without CORS.</summary>
    private Task? Begin(HttpContext context, SockJSTransports transport, string method)
    {
        if ((_transports & transport) == 0)
        {
            return Answers.NotFoundAsync(context);
        }

        if (!IsMethod(context, method))
        {
            return Refuse(context, method);
        }

        ResponseHeaders.AddNoCache(context);
        _headers.AddCookie(context);
        return null;
    }

    private Task Preflight(HttpContext context, string methods)
    {
        if (!HttpMethods.IsOptions(context.Request.Method))
        {
            return Refuse(context, methods);
        }

        _headers.AddCookie(context);
        return _headers.AnswerOptionsAsync(context, methods);
    }

    // Over HTTP/2 a WebSocket begins with CONNECT.
    private Task WebSocket(HttpContext context, SockJSTransports transport)
    {
        if ((_transports & transport) == 0)
        {
            return Answers.NotFoundAsync(context);
        }

        bool isConnect = context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };
        return isConnect || IsMethod(context, Get) ? _webSocket.RunAsync(context, transport) : Refuse(context, Get);
    }
}
