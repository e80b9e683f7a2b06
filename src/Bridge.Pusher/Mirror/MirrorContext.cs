// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bridge.Pusher.Mirror;

/// <summary>What all lanes share.</summary>
internal sealed class MirrorContext(
    IOptions<PusherMirrorOptions> options, MirrorSender sender, MirrorMetrics metrics, TimeProvider time, ILogger<MirrorContext> logger) : IDisposable
{
    private readonly CancellationTokenSource _stopped = new();

    public PusherMirrorOptions Options => options.Value;

    public MirrorSender Sender => sender;

    public MirrorMetrics Metrics => metrics;

    public TimeProvider Time => time;

    public ILogger Logger => logger;

    /// <summary>The server has stopped: nothing is sent any more.</summary>
    public CancellationToken Stopped => _stopped.Token;

    public void Stop() => _stopped.Cancel();

    public void Dispose() => _stopped.Dispose();
}
