// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Bridge.SockJS.Sessions;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace Bridge.LoadTest.PollServer;

/// <summary>
/// What sends the load generator's messages over a WebSocket to all polls, and nothing else: no session ends, no body is looked at. What it
/// costs is the least that a SockJS server on Kestrel can cost.
/// </summary>
internal sealed class PollApplication : IHttpApplication<IFeatureCollection>
{
    private const string HandshakeGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private const int LargestMessage = 65_536;

    // For 16 messages in flight, and more of those that catch up.
    private const int LargestFrame = 16_384;

    private readonly ConcurrentDictionary<string, PollSession> _sessions = new();
    private readonly DeliveryLoop _loop = new(TimeProvider.System);

    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }

    public Task ProcessRequestAsync(IFeatureCollection context)
    {
        string path = context.GetRequiredFeature<IHttpRequestFeature>().Path;
        return path.EndsWith("/websocket", StringComparison.Ordinal)
            ? PublishAsync(context)
            : AnswerPollAsync(context, _sessions.GetOrAdd(path, static _ => new PollSession()));
    }

    private async Task AnswerPollAsync(IFeatureCollection context, PollSession session)
    {
        IHttpResponseFeature response = context.GetRequiredFeature<IHttpResponseFeature>();
        response.Headers.CacheControl = "no-store, no-cache, no-transform, must-revalidate, max-age=0";
        response.Headers.Vary = "Origin";
        response.Headers.AccessControlAllowOrigin = "*";
        response.Headers.ContentType = "application/javascript; charset=UTF-8";
        Receiver receiver = new(_loop);
        session.Attach(receiver);
        byte[] frame;
        int length;
        do
        {
            await receiver.WaitAsync();
            frame = ArrayPool<byte>.Shared.Rent(LargestFrame);
            length = session.Take(frame);
        }
        while (length == 0);
        response.Headers.ContentLength = length;
        PipeWriter body = context.GetRequiredFeature<IHttpResponseBodyFeature>().Writer;
        frame.AsSpan(0, length).CopyTo(body.GetSpan(length));
        body.Advance(length);
        ArrayPool<byte>.Shared.Return(frame);
    }

    private async Task PublishAsync(IFeatureCollection context)
    {
        string key = context.GetRequiredFeature<IHttpRequestFeature>().Headers.SecWebSocketKey + HandshakeGuid;
        IHttpResponseFeature response = context.GetRequiredFeature<IHttpResponseFeature>();
        response.StatusCode = StatusCodes.Status101SwitchingProtocols;
        response.Headers.Upgrade = "websocket";
        response.Headers.Connection = "Upgrade";
#pragma warning disable CA5350 // The handshake of WebSockets is made of it.
        response.Headers.SecWebSocketAccept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key)));
#pragma warning restore CA5350
        Stream stream = await context.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
        using WebSocket socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true });
        await socket.SendAsync("o"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        byte[] buffer = new byte[LargestMessage];
        ValueWebSocketReceiveResult received;
        while ((received = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None)).MessageType != WebSocketMessageType.Close)
        {
            // An array of one string, without its brackets.
            byte[] message = buffer[1..(received.Count - 1)];
            foreach ((_, PollSession session) in _sessions)
            {
                session.Send(message);
            }
        }
    }
}
