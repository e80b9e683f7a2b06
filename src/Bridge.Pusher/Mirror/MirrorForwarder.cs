// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;
using System.Collections.Frozen;
using Bridge.Core.Channels;
using Bridge.Core.Connections;
using Bridge.Pusher.Apps;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bridge.Pusher.Mirror;

/// <summary>Hands what is published on the channels of mirrored apps to their other service, and sends what is left when the server stops.</summary>
internal sealed partial class MirrorForwarder : IChannelPublicationObserver, IHostedService
{
    private readonly ConcurrentDictionary<Type, bool> _hubs = new();
    private readonly FrozenDictionary<string, (PusherMirrorService Service, MirrorLane[] Lanes)> _services;
    private readonly PusherChannelNamespaces _namespaces;
    private readonly MirrorContext _context;

    public MirrorForwarder(PusherChannelNamespaces namespaces, MirrorContext context)
    {
        _namespaces = namespaces;
        _context = context;
        int lanes = context.Options.MaxRequests;
        _services = context.Options.Services.Where(service => service.Forward).ToFrozenDictionary(
            service => service.AppHere,
            service => (service, Enumerable.Range(0, lanes).Select(_ => new MirrorLane(service, context.Options.QueueBytes / lanes, context)).ToArray()),
            StringComparer.Ordinal);
    }

    /// <summary>The channels of a hub are those of the apps. Other hubs may have groups of the same names, which are no channels.</summary>
    public void Serve(Type hubType) => _hubs[hubType] = true;

    public void OnPublished(Type hubType, ChannelEvent channelEvent)
    {
        if (channelEvent.IsMirrored
            || !_hubs.ContainsKey(hubType)
            || _namespaces.Find(channelEvent.Group) is not { } space
            || _namespaces.AppOf(space) is not { } app
            || !_services.TryGetValue(app.Id, out (PusherMirrorService Service, MirrorLane[] Lanes) mirror)
            || (channelEvent.IsClientEvent && !mirror.Service.ClientEvents))
        {
            return;
        }

        // A publish to this server may name a client of the other one; the sender of a client event is always here.
        string? except = channelEvent.IsClientEvent || !SocketId.IsValid(channelEvent.ExceptSocketId) ? null : channelEvent.ExceptSocketId;
        string channel = space.ChannelOf(channelEvent.Group);
        int lane = (int)((uint)string.GetHashCode(channel, StringComparison.Ordinal) % (uint)mirror.Lanes.Length);
        mirror.Lanes[lane].Add(new MirroredEvent(channel, channelEvent.Name, channelEvent.Data, except, _context.Time.GetTimestamp()));
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Task Sent() => Task.WhenAll(_services.Values.SelectMany(mirror => mirror.Lanes).Select(lane => lane.Sending));
        try
        {
            await Sent().WaitAsync(_context.Options.DrainTime, _context.Time, cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            LogNotDrained(_context.Logger);
        }

        // Quick now: requests under way are cancelled, and what waits is counted.
        _context.Stop();
        await Sent();
    }

    [LoggerMessage(3404, LogLevel.Warning, "The server stops before all events are mirrored.", EventName = "MirrorNotDrained")]
    private static partial void LogNotDrained(ILogger logger);
}
