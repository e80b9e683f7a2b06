// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Bridge.Redis.Roaming;

/// <summary>
/// Hands requests on to the nodes that they are for, and their answers back: both as they come, nothing is collected. A side that does not
/// read holds the other one up, so a client that reads slowly is slow at its own node.
/// </summary>
internal sealed partial class Forwarder(
    NodeDirectory nodes, IOptions<BridgeNodeOptions> options, IHostApplicationLifetime lifetime, ILogger<Forwarder> logger) : IDisposable
{
    private const int BufferBytes = 16 * 1024;

    private const int MostReported = 1_000;

    private readonly ConcurrentDictionary<string, bool> _failing = new(StringComparer.Ordinal);
    private readonly byte[] _secret = Encoding.UTF8.GetBytes(options.Value.Secret);

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        ActivityHeadersPropagator = null,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(2),
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
        UseCookies = false,
        UseProxy = false,
    });

    /// <summary>Hands a request on.</summary>
    /// <param name="context">The request, of which nothing has been read.</param>
    /// <param name="nodeId">The node that it is for.</param>
    public async Task<ForwardResult> ForwardAsync(HttpContext context, string nodeId)
    {
        if (await nodes.FindAsync(nodeId, context.RequestAborted) is not { } node)
        {
            return ForwardResult.NodeGone;
        }

        // Streams and WebSockets would hold this node up when it stops: their clients come back through another one.
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, node.Gone, lifetime.ApplicationStopping);
        using HttpRequestMessage request = ForwardedRequest.Create(context, node.Address);
        request.Headers.TryAddWithoutValidation(Hop.HeaderName, Hop.Of(context, nodeId).ToHeader(request.Method.Method, ForwardedRequest.TargetOf(context), _secret));
        try
        {
            using HttpResponseMessage answer = await _client.SendAsync(request, ended.Token);
            if (answer.StatusCode == HttpStatusCode.MisdirectedRequest)
            {
                return ForwardResult.NodeGone;
            }

            _failing.TryRemove(nodeId, out _);
            await AnswerAsync(context, answer, ended.Token);
            return ForwardResult.Answered;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return OnFailure(context, nodeId, e);
        }
    }

    public void Dispose() => _client.Dispose();

    private ForwardResult OnFailure(HttpContext context, string nodeId, Exception e)
    {
        if (context.RequestAborted.IsCancellationRequested)
        {
            return ForwardResult.Answered;
        }

        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            context.Abort();
            return ForwardResult.Answered;
        }

        if ((e as BadHttpRequestException ?? e.InnerException as BadHttpRequestException) is { } bad)
        {
            context.Response.StatusCode = bad.StatusCode;
            return ForwardResult.Answered;
        }

        if (_failing.Count < MostReported && _failing.TryAdd(nodeId, true))
        {
            LogFailed(logger, nodeId, e.Message);
        }

        if (context.Response.HasStarted)
        {
            // A cut stream must not look like a finished one.
            context.Abort();
            return ForwardResult.Answered;
        }

        bool isUnreachable = e is OperationCanceledException
            or HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError };
        return isUnreachable ? ForwardResult.NodeGone : ForwardResult.Failed;
    }

    private static async Task AnswerAsync(HttpContext context, HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        ForwardedRequest.CopyHead(answer, context.Response);
        if (answer.StatusCode == HttpStatusCode.SwitchingProtocols)
        {
            await using Stream client = await SwitchAsync(context, answer);
            await using Stream owner = await answer.Content.ReadAsStreamAsync(cancellationToken);
            await JoinAsync(client, owner, cancellationToken);
            return;
        }

        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await context.Response.StartAsync(cancellationToken);
        await using Stream body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        await CopyAsync(body, context.Response.Body, cancellationToken);
    }

    private static async ValueTask<Stream> SwitchAsync(HttpContext context, HttpResponseMessage answer)
    {
        if (context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true } connect)
        {
            context.Response.StatusCode = StatusCodes.Status200OK;
            context.Response.Headers.Remove(HeaderNames.SecWebSocketAccept);
            return await connect.AcceptAsync();
        }

        context.Response.Headers.Upgrade = answer.Headers.Upgrade.ToString();
        return await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
    }

    /// <summary>Joins two WebSockets; when one side ends, so does the other.</summary>
    private static async Task JoinAsync(Stream client, Stream owner, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] directions = [CopyAsync(client, owner, ended.Token), CopyAsync(owner, client, ended.Token)];
        await Task.WhenAny(directions);
        await ended.CancelAsync();
        await Task.WhenAll(directions).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task CopyAsync(Stream source, Stream target, CancellationToken cancellationToken)
    {
        while (true)
        {
            // Most of the time there is nothing, and nothing needs no buffer.
            _ = await source.ReadAsync(Memory<byte>.Empty, cancellationToken);
            byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
            try
            {
                int count = await source.ReadAsync(buffer, cancellationToken);
                if (count == 0)
                {
                    return;
                }

                await target.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
                await target.FlushAsync(cancellationToken);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    [LoggerMessage(7111, LogLevel.Warning, "Requests can't be handed on to node {Node}: {Reason}", EventName = "ForwardFailed")]
    private static partial void LogFailed(ILogger logger, string node, string reason);
}
