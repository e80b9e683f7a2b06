// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Text;
using Bridge.Redis.Connections;
using Bridge.Redis.Tests.Servers;
using Bridge.Redis.Wire;

namespace Bridge.Redis.Tests.Backplane;

/// <summary>A node that holds one connection and acknowledges changes of its groups, as long as it is alive.</summary>
internal sealed class LivingPeer : IRedisSubscriber, IAsyncDisposable
{
    private readonly TestConnection _redis;
    private readonly string _hub;

    private LivingPeer(TestConnection redis, string hub)
    {
        _redis = redis;
        _hub = hub;
    }

    /// <summary>What is sent to the connection.</summary>
    public Received Asked { get; } = new();

    /// <summary>Starts a node.</summary>
    /// <param name="configuration">The configuration of Redis.</param>
    /// <param name="hub">The hub's full name behind the farm's prefix.</param>
    /// <param name="connectionId">The connection that it holds.</param>
    public static async Task<LivingPeer> StartAsync(string configuration, string hub, string connectionId)
    {
        var peer = new LivingPeer(await TestConnection.OpenAsync(configuration), hub);
        await peer.SubscribeAsync($":connection:{connectionId}", peer.Asked);
        await peer.SubscribeAsync(":internal:groups", peer);
        return peer;
    }

    /// <summary>Goes on to hold the connection, and answers nothing any more.</summary>
    public void Hang() => _redis.Redis.Unsubscribe(Encoding.UTF8.GetBytes(_hub + ":internal:groups"), isFinal: true);

    public void OnMessage(ReadOnlySequence<byte> payload)
    {
        GroupCommand command = GroupCommand.Read(payload.ToArray());
        _redis.Redis.Publish(Encoding.UTF8.GetBytes($"{_hub}:internal:ack:{command.Server}"), new Acknowledgement(command.Id));
    }

    public ValueTask DisposeAsync() => _redis.DisposeAsync();

    private Task SubscribeAsync(string channel, IRedisSubscriber subscriber) =>
        _redis.Redis.SubscribeAsync(Encoding.UTF8.GetBytes(_hub + channel), subscriber).Within("the subscription");
}
