// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Tests.Hubs;
using Bridge.Redis.Resp;
using Bridge.Redis.Tests.Servers;
using Bridge.Redis.Tests.State;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Bridge.Redis.Tests.Backplane;

/// <summary>A result is wanted of a client that goes away, or whose node dies, hangs or can't be heard.</summary>
[Collection(nameof(RedisCollection))]
public sealed class LostResultTests : IAsyncDisposable
{
    private readonly string _name = $"asking-{Guid.NewGuid():N}";
    private readonly string _prefix = $"app{Guid.NewGuid():N}.";
    private readonly RedisFixture _redis;
    private readonly FarmHost _node;

    public LostResultTests(RedisFixture redis)
    {
        _redis = redis;
        _node = new FarmHost($"{redis.Configuration},name={_name}", options =>
        {
            options.UnsubscribeDelay = TimeSpan.FromHours(1);
            options.ChannelPrefix = _prefix;
            options.HeartbeatInterval = TimeSpan.FromMilliseconds(100);
            options.NodeTimeout = TimeSpan.FromMilliseconds(500);
        }, services => services.Replace(ServiceDescriptor.Singleton(TimeProvider.System)));
    }

    public ValueTask DisposeAsync() => _node.DisposeAsync();

    private string Hub => $"{_prefix}Bridge.Core.Tests.Hubs.PlainHub";

    [Fact]
    public async Task Invoke_NodeOfTheConnectionDies_Fails()
    {
        LivingPeer other = await LivingPeer.StartAsync(_redis.Configuration, Hub, "theirs");
        Task<int>[] results = [.. Enumerable.Range(0, 5).Select(Invoke)];
        foreach (Task<int> _ in results)
        {
            await other.Asked.NextAsync();
        }

        Assert.DoesNotContain(results, result => result.IsCompleted);
        await other.DisposeAsync();

        foreach (Task<int> result in results)
        {
            await AssertFailsAsync(result, "'theirs' is gone");
        }
    }

    [Fact]
    public async Task Invoke_NodeOfTheConnectionHangs_Fails()
    {
        await using LivingPeer other = await LivingPeer.StartAsync(_redis.Configuration, Hub, "theirs");
        Task<int> result = Invoke(1);
        await other.Asked.NextAsync();
        other.Hang();
        await AssertFailsAsync(result, "'theirs' is gone");
    }

    [Fact]
    public async Task Invoke_ResultsCanNotBeHeardForAWhile_Fails()
    {
        await using LivingPeer other = await LivingPeer.StartAsync(_redis.Configuration, Hub, "theirs");
        Task<int> result = Invoke(1);
        await other.Asked.NextAsync();
        await using TestConnection admin = await TestConnection.OpenAsync(_redis.Configuration);
        string clients = (await admin.Redis.ExecuteAsync(RespCommand.Of("CLIENT", "LIST"), CancellationToken.None)).ToString();
        string link = clients.Split('\n').Single(line => line.Contains($"name={_name}-subscriptions-1 ", StringComparison.Ordinal));
        await admin.Redis.ExecuteAsync(
            RespCommand.Of("CLIENT", "KILL", "ID", link.Split(' ')[0]["id=".Length..]), CancellationToken.None);
        await AssertFailsAsync(result, "was interrupted");
    }

    [Fact]
    public async Task Invoke_ClientThatHasGone_FailsAtOnceAndItsGroupsAreNobodys()
    {
        NativeTestClient client = await _node.Hub.ConnectNativeAsync();
        await client.DisconnectAsync();
        await using TestConnection admin = await TestConnection.OpenAsync(_redis.Configuration);
        await Eventually.EqualAsync(0, async () => (await admin.Redis.ExecuteAsync(
            RespCommand.Of("PUBSUB", "NUMSUB", $"{Hub}:connection:{client.ConnectionId}"), CancellationToken.None)).Items[1].AsInteger());

        await _node.Hub.Manager.AddToGroupAsync(client.ConnectionId, "room").Within("nothing");
        await AssertFailsAsync(
            _node.Hub.Manager.InvokeConnectionAsync<int>(client.ConnectionId, "Number", [], CancellationToken.None), "does not exist");
    }

    private Task<int> Invoke(int number) => _node.Hub.Manager.InvokeConnectionAsync<int>("theirs", "Number", [number], CancellationToken.None);

    private static async Task AssertFailsAsync(Task<int> result, string reason)
    {
        IOException failure = await Assert.ThrowsAsync<IOException>(() => result.Within("the failure"));
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
    }
}
