// Licensed under the MIT License. See LICENSE in the repository root.

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
internal sealed class HopMiddleware(NodeDirectory nodes, IOptions<BridgeNodeOptions> options) : IStartupFilter
{
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
}
