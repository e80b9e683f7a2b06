// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Security.Cryptography;
using Bridge.SockJS.Endpoints;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bridge.SockJS.Hixie76;

/// <summary>The handshake of draft-hixie-thewebsocketprotocol-76, which browsers spoke in 2010 and proxies still test for.</summary>
internal sealed class Hixie76Handshake
{
    private const string FirstKey = "Sec-WebSocket-Key1";
    private const string SecondKey = "Sec-WebSocket-Key2";
    private const string Incomplete = "The client did not complete its handshake.";
    private const int TokenLength = 8;

    // How long the client may take for the last bytes of its request.
    private static readonly TimeSpan TokenTimeout = TimeSpan.FromSeconds(10);

    private readonly IHttpUpgradeFeature _upgrade;
    private readonly byte[] _challenge = new byte[(2 * sizeof(uint)) + TokenLength];

    private Hixie76Handshake(IHttpUpgradeFeature upgrade, uint first, uint second)
    {
        _upgrade = upgrade;
        BinaryPrimitives.WriteUInt32BigEndian(_challenge, first);
        BinaryPrimitives.WriteUInt32BigEndian(_challenge.AsSpan(sizeof(uint)), second);
    }

    /// <summary>Reads a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="handshake">Its handshake, if it has one and that is right.</param>
    public static bool TryParse(HttpContext context, [NotNullWhen(true)] out Hixie76Handshake? handshake)
    {
        handshake = null;
        IHeaderDictionary headers = context.Request.Headers;
        if (context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade
            && headers.Upgrade.ToString().Equals("WebSocket", StringComparison.OrdinalIgnoreCase)
            && headers.SecWebSocketVersion.Count == 0
            && ResponseHeaders.CanEcho(headers.Origin.ToString())
            && Hixie76Key.TryParse(headers[FirstKey].ToString(), out uint first)
            && Hixie76Key.TryParse(headers[SecondKey].ToString(), out uint second))
        {
            handshake = new Hixie76Handshake(upgrade, first, second);
        }

        return handshake is not null;
    }

    /// <summary>Makes the connection a WebSocket.</summary>
    /// <param name="context">The request.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ConnectionAbortedException">The client did not complete its request.</exception>
    public async Task<WebSocket> AcceptAsync(HttpContext context, TimeProvider time)
    {
        HttpRequest request = context.Request;
        IHeaderDictionary headers = context.Response.Headers;
        headers.Upgrade = "WebSocket";
        headers["Sec-WebSocket-Origin"] = request.Headers.Origin;
        headers["Sec-WebSocket-Location"] = $"{(request.IsHttps ? "wss" : "ws")}://{request.Host}{ServicePath.RawPathAndQueryOf(context)}";

        // Answers before the token has come: a proxy passes it on only after it has seen the 101.
        Stream stream = await _upgrade.UpgradeAsync();
        PipeReader input = PipeReader.Create(stream, new StreamPipeReaderOptions(useZeroByteReads: true));
        await ReadTokenAsync(input, time, context.RequestAborted);
        await stream.WriteAsync(Answer(_challenge), context.RequestAborted);
        return new Hixie76WebSocket(input, stream);
    }

    [SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "The draft says MD5; it protects nothing.")]
    private static byte[] Answer(byte[] challenge) => MD5.HashData(challenge);

    private async Task ReadTokenAsync(PipeReader input, TimeProvider time, CancellationToken aborted)
    {
        using CancellationTokenSource timeout = new(TokenTimeout, time);
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, aborted);
        try
        {
            ReadResult read = await input.ReadAtLeastAsync(TokenLength, ended.Token);
            if (read.Buffer.Length < TokenLength)
            {
                throw new ConnectionAbortedException(Incomplete);
            }

            read.Buffer.Slice(0, TokenLength).CopyTo(_challenge.AsSpan(2 * sizeof(uint)));
            input.AdvanceTo(read.Buffer.GetPosition(TokenLength));
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            throw new ConnectionAbortedException(Incomplete);
        }
    }
}
