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

    // Server, session, transport.
    private const int PathOfSession = 3;

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

    private static Task WithCallback(HttpContext context, Func<string, Task> serve) =>
        CallbackName.Of(context.Request, out string error) is { } name
            ? serve(name)
            : Answers.TextAsync(context, StatusCodes.Status500InternalServerError, error);

    private Task DispatchAsync(HttpContext context)
    {
        if (!_origins.Allows(context.Request))
        {
            return Answers.TextAsync(context, StatusCodes.Status403Forbidden, "Origin not allowed.");
        }

        string[] segments = ServicePath.SegmentsOf(context);
        return segments switch
        {
            _ when _isForPusher && segments.Length != PathOfSession => Answers.NotFoundAsync(context),
            [] => IsMethod(context, Get) ? Answers.TextAsync(context, StatusCodes.Status200OK, "Welcome to SockJS!\n") : Refuse(context, Get),
            ["info"] => Info(context),
            [WebSocketName] => WebSocket(context, SockJSTransports.RawWebSocket),
            [string page] when IframePage.IsName(page) && !_origins.IsRestricted =>
                IsMethod(context, Get) ? _iframe.AnswerAsync(context) : Refuse(context, Get),
            [string server, string session, string transport] when ServicePath.IsId(server) && IsSession(session, transport) =>
                Session(context, ServicePath.SessionKey(context, session), transport),
            _ => Answers.NotFoundAsync(context),
        };
    }

    // The ids of WebSockets mean nothing.
    private bool IsSession(string id, string transport) =>
        ServicePath.IsId(id) && (id.Length >= _minIdLength || transport == WebSocketName);

    private Task Session(HttpContext context, string id, string transport) => transport switch
    {
        WebSocketName => WebSocket(context, SockJSTransports.WebSocket),
        "xhr" => Xhr(context, SockJSTransports.XhrPolling, () =>
            _receiver.RunAsync(context, id, SockJSTransports.XhrPolling, XhrFormat.Polling, OneFrame)),
        "xhr_streaming" => Xhr(context, SockJSTransports.XhrStreaming, () =>
            _receiver.RunAsync(context, id, SockJSTransports.XhrStreaming, XhrFormat.Streaming, _responseLimit)),
        "xhr_send" => Xhr(context, SendsByXhr, () => _send.XhrAsync(context, id)),
        "eventsource" => Plain(context, SockJSTransports.EventSource, Get, () =>
        {
            _headers.AddCors(context);
            return _receiver.RunAsync(context, id, SockJSTransports.EventSource, EventSourceFormat.Instance, _responseLimit);
        }),
        "htmlfile" => Plain(context, SockJSTransports.HtmlFile, Get, () => WithCallback(context, name =>
            _receiver.RunAsync(context, id, SockJSTransports.HtmlFile, new HtmlFileFormat(name), _responseLimit))),
        "jsonp" => Plain(context, SockJSTransports.JsonpPolling, Get, () => WithCallback(context, name =>
        {
            context.Response.Headers[HeaderNames.XContentTypeOptions] = "nosniff";
            return _receiver.RunAsync(context, id, SockJSTransports.JsonpPolling, new JsonpFormat(name), OneFrame);
        })),
        "jsonp_send" => Plain(context, SockJSTransports.JsonpPolling, Post, () => _send.JsonpAsync(context, id)),
        _ => Answers.NotFoundAsync(context),
    };

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

    private Task Xhr(HttpContext context, SockJSTransports transports, Func<Task> serve)
    {
        if ((_transports & transports) == 0)
        {
            return Answers.NotFoundAsync(context);
        }

        if (IsMethod(context, Post))
        {
            ResponseHeaders.AddNoCache(context);
            _headers.AddCors(context);
            _headers.AddCookie(context);
            return serve();
        }

        return Preflight(context, OptionsPost);
    }

    private Task Plain(HttpContext context, SockJSTransports transport, string method, Func<Task> serve)
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
        return serve();
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
