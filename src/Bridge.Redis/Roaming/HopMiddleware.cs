// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.Extensions.Logging;
using System.Net;
using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Bridge.Redis.Roaming;

/// <summary>
/// Comes before all other middleware: gives a request that another node hands on the client's address and scheme back. A request that
/// only says so is a request like any other.
/// </summary>
internal sealed partial class HopMiddleware(NodeDirectory nodes, IOptions<BridgeNodeOptions> options, ILogger<HopMiddleware> logger) : IStartupFilter
{
    private const int MostReported = 100;

    private readonly ConcurrentDictionary<string, bool> _strangers = new(StringComparer.Ordinal);
    private readonly byte[] _secret = Encoding.UTF8.GetBytes(options.Value.Secret);

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(InvokeAsync);
        next(app);
    };

    private Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        HttpRequest request = context.Request;
        if (!request.Headers.ContainsKey(Hop.HeaderName))
        {
            return next(context);
        }

        bool isGenuine = Hop.TryRead(request, _secret, out Hop? hop);
        request.Headers.Remove(Hop.HeaderName);
        if (!isGenuine)
        {
            ReportStranger(context.Connection.RemoteIpAddress);
            return next(context);
        }

        // The node that was meant had this address before.
        if (hop!.Target != nodes.Self)
        {
            context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
            return Task.CompletedTask;
        }

        request.Scheme = hop.Scheme;
        context.Connection.RemoteIpAddress = hop.Address;
        context.Connection.RemotePort = hop.Port;
        context.Features.Set(hop);
        return next(context);
    }

    private void ReportStranger(IPAddress? address)
    {
        // Anybody can send the header, so the lines are bounded.
        string name = address?.ToString() ?? "an unknown address";
        if (_strangers.Count < MostReported && _strangers.TryAdd(name, true))
        {
            LogStranger(logger, name);
        }
    }

    [LoggerMessage(7121, LogLevel.Warning,
        "A request from {Address} says that another node has handed it on, but its signature is wrong. If that is a node of this farm, Bridge:Node:Secret differs between the two.",
        EventName = "UnknownNode")]
    private static partial void LogStranger(ILogger logger, string address);
}
