// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.SockJS.Sessions;

/// <summary>
/// A copy of the request that began a session. The server uses the real one for other requests as soon as it is answered.
/// The path is that of the service, without the session's id.
/// </summary>
internal sealed class HttpContextSnapshot : IAsyncDisposable
{
    private readonly AsyncServiceScope _services;

    public HttpContextSnapshot(HttpContext source, CancellationToken closed)
    {
        _services = source.RequestServices.CreateAsyncScope();
        Context = new DefaultHttpContext
        {
            RequestServices = _services.ServiceProvider,
            RequestAborted = closed,
            User = source.User,
            TraceIdentifier = source.TraceIdentifier,
        };
        CopyRequest(source.Request, Context.Request);
        CopyConnection(source.Connection, Context.Connection);
        Context.SetEndpoint(source.GetEndpoint());
        LocalEndPoint = EndPointOf(Context.Connection.LocalIpAddress, Context.Connection.LocalPort);
        RemoteEndPoint = EndPointOf(Context.Connection.RemoteIpAddress, Context.Connection.RemotePort);
    }

    public HttpContext Context { get; }

    public EndPoint? LocalEndPoint { get; }

    public EndPoint? RemoteEndPoint { get; }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static void CopyRequest(HttpRequest source, HttpRequest target)
    {
        target.Method = source.Method;
        target.Scheme = source.Scheme;
        target.Protocol = source.Protocol;
        target.Host = source.Host;
        target.PathBase = source.PathBase;
        target.Path = PathOfService(source);
        target.QueryString = source.QueryString;
        foreach (var value in source.RouteValues)
        {
            if (value.Key != Endpoints.ServicePath.RouteValue)
            {
                target.RouteValues[value.Key] = value.Value;
            }
        }

        foreach (var header in source.Headers)
        {
            target.Headers[header.Key] = header.Value;
        }
    }

    private static PathString PathOfService(HttpRequest source)
    {
        string below = (string?)source.RouteValues[Endpoints.ServicePath.RouteValue] ?? string.Empty;
        string path = source.Path.Value ?? string.Empty;
        return path[..^below.Length].TrimEnd('/');
    }

    private static void CopyConnection(ConnectionInfo source, ConnectionInfo target)
    {
        target.Id = source.Id;
        target.LocalIpAddress = source.LocalIpAddress;
        target.LocalPort = source.LocalPort;
        target.RemoteIpAddress = source.RemoteIpAddress;
        target.RemotePort = source.RemotePort;
        target.ClientCertificate = source.ClientCertificate;
    }

    private static IPEndPoint? EndPointOf(IPAddress? address, int port) => address is null ? null : new IPEndPoint(address, port);
}
