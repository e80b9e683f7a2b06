// Licensed under the MIT License. See LICENSE in the repository root.

using System.Globalization;
using Bridge.Redis.Configuration;
using Bridge.Redis.Resp;

namespace Bridge.Redis.Connections;

/// <summary>The connections of this node to Redis: one for commands, one or more for what is received.</summary>
internal sealed class RedisConnection : IRedisConnection
{
    private static readonly ReadOnlyMemory<byte> EvalSha = "EVALSHA"u8.ToArray();
    private static readonly ReadOnlyMemory<byte> Eval = "EVAL"u8.ToArray();

    private readonly RedisLinkServices _services;
    private readonly RedisCommandLink _commands;
    private readonly RedisSubscriptionLink[] _subscriptions;
    private readonly LivenessProbe[] _probes;
    private readonly MasterSearch _search;
    private int _isStarted;

    public RedisConnection(RedisLinkServices services, BridgeRedisOptions options)
    {
        _services = services;
        _search = new MasterSearch(services, OnMasterFound);
        _commands = new RedisCommandLink(services, options.OutageBufferBytes, options.OutageBufferAge) { WrongServer = _search.Begin };
        _subscriptions = new RedisSubscriptionLink[options.SubscriptionConnections];
        _probes = new LivenessProbe[options.SubscriptionConnections];
        for (int i = 0; i < _subscriptions.Length; i++)
        {
            _subscriptions[i] = new RedisSubscriptionLink(services, options.UnsubscribeDelay, i + 1);
            _probes[i] = new LivenessProbe(_commands, _subscriptions[i], services, options.Prefix);
        }
    }

    public string? Failure
    {
        get
        {
            foreach (RedisLink link in Links)
            {
                if (!link.IsUp)
                {
                    return link.Failure ?? "Not connected to Redis yet.";
                }
            }

            return null;
        }
    }

    public int Interruptions => Links.Sum(link => link.Interruptions);

    private IEnumerable<RedisLink> Links => [_commands, .. _subscriptions];

    public void Start()
    {
        if (Interlocked.Exchange(ref _isStarted, 1) == 1)
        {
            return;
        }

        foreach (RedisLink link in Links)
        {
            link.Start();
        }

        foreach (LivenessProbe probe in _probes)
        {
            probe.Start();
        }
    }

    public void Publish<TPayload>(byte[] channel, TPayload payload)
        where TPayload : IRespPayload => _commands.Publish(new PublishCommand<TPayload>(channel, payload));

    public async Task<RespValue> ExecuteAsync<TCommand>(TCommand command, CancellationToken cancellationToken)
        where TCommand : IRespCommand
    {
        long start = _services.Time.GetTimestamp();
        var backoff = new Backoff(_services.Random);
        while (true)
        {
            try
            {
                return await _commands.ExecuteAsync(command, cancellationToken);
            }
            catch (RedisServerException e) when (e.IsTransient
                && _services.Time.GetElapsedTime(start) < _services.Settings.OperationTimeout)
            {
                // While it waits, the master is looked for where that may help.
            }

            await Task.Delay(backoff.Next(), _services.Time, cancellationToken);
        }
    }

    public async Task<RespValue> EvaluateAsync(
        RedisScript script, ReadOnlyMemory<byte>[] keys, ReadOnlyMemory<byte>[] arguments, CancellationToken cancellationToken)
    {
        byte[] keyCount = System.Text.Encoding.ASCII.GetBytes(keys.Length.ToString(CultureInfo.InvariantCulture));
        try
        {
            return await _commands.ExecuteAsync(new RespCommand([EvalSha, script.Digest, keyCount, .. keys, .. arguments]), cancellationToken);
        }
        catch (RedisServerException e) when (e.Code == "NOSCRIPT")
        {
            return await _commands.ExecuteAsync(new RespCommand([Eval, script.Body, keyCount, .. keys, .. arguments]), cancellationToken);
        }
    }

    public Task SubscribeAsync(byte[] channel, IRedisSubscriber subscriber) => LinkOf(channel).SubscribeAsync(channel, subscriber);

    public void Unsubscribe(byte[] channel, bool isFinal = false) => LinkOf(channel).Unsubscribe(channel, isFinal);

    public async ValueTask DisposeAsync()
    {
        foreach (LivenessProbe probe in _probes)
        {
            probe.Dispose();
        }

        await _search.DisposeAsync();
        foreach (RedisLink link in Links)
        {
            await link.DisposeAsync();
        }
    }

    /// <summary>Messages are lost on connections to a server that is no master any more, so those go too.</summary>
    private void OnMasterFound()
    {
        foreach (RedisLink link in Links)
        {
            link.Reset("the server takes no writes, and another one does");
        }
    }

    private RedisSubscriptionLink LinkOf(byte[] channel) => _subscriptions.Length == 1
        ? _subscriptions[0]
        : _subscriptions[(uint)RedisChannelName.Comparer.GetHashCode(channel) % (uint)_subscriptions.Length];
}
