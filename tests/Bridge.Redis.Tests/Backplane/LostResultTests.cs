// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using Bridge.Redis.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Bridge.Redis.Tests.Backplane;

/// <summary>A result is wanted of a client whose node dies.</summary>
[Collection(nameof(RedisCollection))]
public sealed class LostResultTests : IAsyncDisposable
{
    private readonly string _prefix = $"app{Guid.NewGuid():N}.";
    private readonly RedisFixture _redis;
    private readonly FarmHost _node;

    public LostResultTests(RedisFixture redis)
    {
        _redis = redis;
        _node = new FarmHost(redis.Configuration, options =>
        {
            options.ChannelPrefix = _prefix;
            options.HeartbeatInterval = TimeSpan.FromMilliseconds(100);
            options.NodeTimeout = TimeSpan.FromMilliseconds(500);
        }, services => services.Replace(ServiceDescriptor.Singleton(TimeProvider.System)));
    }

    public ValueTask DisposeAsync() => _node.DisposeAsync();

    [Fact]
    public async Task Invoke_NodeOfTheConnectionDies_Fails()
    {
        TestConnection other = await TestConnection.OpenAsync(_redis.Configuration);
        var asked = new Received();
        await other.Redis.SubscribeAsync(Encoding.UTF8.GetBytes($"{_prefix}Bridge.Core.Tests.Hubs.PlainHub:connection:theirs"), asked);
        Task<int>[] results = [.. Enumerable.Range(0, 5).Select(i =>
            _node.Hub.Manager.InvokeConnectionAsync<int>("theirs", "Number", [i], CancellationToken.None))];
        foreach (Task<int> _ in results)
        {
            await asked.NextAsync();
        }

        Assert.DoesNotContain(results, result => result.IsCompleted);
        await other.DisposeAsync();

        foreach (Task<int> result in results)
        {
            IOException failure = await Assert.ThrowsAsync<IOException>(() => result.Within("the failure"));
            Assert.Contains("'theirs' is gone", failure.Message, StringComparison.Ordinal);
        }
    }
}
