// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Tests.Servers;

namespace Bridge.Redis.Tests.Backplane;

/// <summary>One Redis for many farms, each with channels of its own.</summary>
public sealed class RedisFixture : IAsyncLifetime
{
    private RedisServer? _server;
    private int _farms;

    /// <summary>The configuration of a farm that no other test has.</summary>
    public string NextFarm() => $"{_server!.Configuration},channelPrefix=farm{Interlocked.Increment(ref _farms)}.";

    /// <summary>The configuration of Redis alone.</summary>
    public string Configuration => _server!.Configuration;

    public async Task InitializeAsync() => _server = await RedisServer.StartAsync();

    public Task DisposeAsync() => _server!.DisposeAsync().AsTask();
}

/// <summary>The tests that share a Redis.</summary>
[CollectionDefinition(nameof(RedisCollection))]
public sealed class RedisCollection : ICollectionFixture<RedisFixture>;
