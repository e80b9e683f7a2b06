// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using Bridge.Core.Authorization;
using Bridge.Core.Channels;
using Bridge.Core.Hubs;
using Bridge.Core.Presence;
using Microsoft.AspNetCore.Connections.Abstractions;

namespace Bridge.Core.Tests.Hubs;

#pragma warning disable CA2252 // IStatefulReconnectFeature is marked as a preview; what it stands for is part of SignalR.

/// <summary>A join is acknowledged before anything of the channel reaches the joiner.</summary>
public sealed class JoinGateTests : IAsyncDisposable
{
    private const int Completion = 3;

    private readonly HubTestHost<ChannelHub> _host = new();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Subscribe_EventsBeforeTheAnswer_ComeRightAfterIt()
    {
        NativeTestClient client = await _host.ConnectNativeAsync();
        _host.OnInvoked = async _ =>
        {
            await PublishAsync("room", "first");
            await PublishAsync("room", "second");
        };
        await client.InvokeAsync("7", "Subscribe", """["room",null]""");

        JsonElement answer = await client.ReadRecordAsync();
        Assert.Equal((Completion, "7"), (answer.GetProperty("type").GetInt32(), answer.GetProperty("invocationId").GetString()));
        Assert.Equal("room", answer.GetProperty("result").GetProperty("channel").GetString());
        Assert.Equal("""first [1,{"channel":"room"}]""", await client.ReadAsync());
        Assert.Equal("""second [1,{"channel":"room"}]""", await client.ReadAsync());
        await PublishAsync("room", "third");
        Assert.Equal("""third [1,{"channel":"room"}]""", await client.ReadAsync());
    }

    [Fact]
    public async Task Subscribe_MethodNameInAnotherCase_IsGatedAsWell()
    {
        NativeTestClient client = await _host.ConnectNativeAsync();
        _host.OnInvoked = _ => PublishAsync("room", "first");
        await client.InvokeAsync("1", "subscribe", """["room",null]""");
        Assert.Equal(Completion, (await client.ReadRecordAsync()).GetProperty("type").GetInt32());
        Assert.StartsWith("first ", await client.ReadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Subscribe_NoAnswerWanted_EventsComeAtOnce()
    {
        NativeTestClient client = await _host.ConnectNativeAsync();
        _host.OnInvoked = _ => PublishAsync("room", "first");
        await client.InvokeAsync(id: null, "Subscribe", """["room",null]""");
        Assert.StartsWith("first ", await client.ReadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Subscribe_Again_AnswersAndEventsGoOn()
    {
        NativeTestClient client = await _host.ConnectNativeAsync();
        await client.InvokeAsync("1", "Subscribe", """["room",null]""");
        await client.ReadRecordAsync();
        await client.InvokeAsync("2", "Subscribe", """["room",null]""");
        Assert.Equal("2", (await client.ReadRecordAsync()).GetProperty("invocationId").GetString());
        await PublishAsync("room", "first");
        Assert.StartsWith("first ", await client.ReadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Subscribe_Refused_LeavesNothing()
    {
        NativeTestClient client = await _host.ConnectNativeAsync();
        await client.InvokeAsync("1", "Subscribe", """["private-room",{"auth":"wrong"}]""");
        Assert.Contains("signature", (await client.ReadRecordAsync()).GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, _host.Registry.GroupCount);

        // The same id and channel once more, with success: nothing of the failure is in its way.
        await PublishAsync("private-room", "lost");
        await client.InvokeAsync("1", "Subscribe", $$"""["private-room",{"auth":"ok:{{await SocketIdAsync(client)}}"}]""");
        Assert.True((await client.ReadRecordAsync()).TryGetProperty("result", out _));
        await PublishAsync("private-room", "first");
        Assert.StartsWith("first ", await client.ReadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Subscribe_ChannelIsFull_LeavesNothing()
    {
        _host.Namespaces.Settings = new ChannelSettings { MaxPresenceMembers = 0 };
        NativeTestClient client = await _host.ConnectNativeAsync();
        DialectTestClient legacy = await _host.ConnectDialectAsync();
        string auth = "ok:" + await SocketIdAsync(client);
        await client.InvokeAsync("1", "Subscribe", $$"""["presence-room",{"auth":"{{auth}}","channelData":"ann"}]""");
        Assert.Contains("full", (await client.ReadRecordAsync()).GetProperty("error").GetString(), StringComparison.Ordinal);
        await legacy.SubscribeAsync("presence-room", ChannelGrant.AllowedAs(new PresenceMember("bob", null)));
        Assert.StartsWith("refused:presence-room", await legacy.ReadAsync(), StringComparison.Ordinal);

        Assert.Equal(0, _host.Registry.GroupCount);
        await client.DisconnectAsync();
        await legacy.DisconnectAsync();
        _host.AssertNothingIsLeft();
    }

    [Fact]
    public async Task Subscribe_EmptyCacheChannel_MissComesBeforeLiveEvents()
    {
        NativeTestClient client = await _host.ConnectNativeAsync();
        _host.OnInvoked = _ => PublishAsync("cache-room", "first");
        await client.InvokeAsync("1", "Subscribe", """["cache-room",null]""");
        Assert.Equal(JsonValueKind.Null, (await client.ReadRecordAsync()).GetProperty("result").GetProperty("event").ValueKind);
        Assert.Equal("""pusher:cache_miss [{},{"channel":"cache-room"}]""", await client.ReadAsync());
        Assert.StartsWith("first ", await client.ReadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Subscribe_NewsOfOthersBeforeTheAnswer_ComeOnTopOfTheSnapshot()
    {
        NativeTestClient client = await _host.ConnectNativeAsync();
        string auth = "ok:" + await SocketIdAsync(client);
        TestClient other = await _host.AddAsync(ClientKind.Dialect, "bob");
        _host.OnInvoked = _ => _host.Manager.AddToGroupAsync(other.ConnectionId, "presence-room");
        await client.InvokeAsync("1", "Subscribe", $$"""["presence-room",{"auth":"{{auth}}","channelData":"ann"}]""");

        JsonElement result = (await client.ReadRecordAsync()).GetProperty("result");
        Assert.Equal("""[{"userId":"ann","userInfo":null}]""", result.GetProperty("members").GetRawText());
        Assert.Equal("""pusher:member_added [{"user_id":"bob"},{"channel":"presence-room"}]""", await client.ReadAsync());
    }

    [Fact]
    public async Task Subscribe_StatefulReconnect_EventsAreNotHeldForEver()
    {
        NativeTestClient client = await _host.ConnectNativeAsync(
            handshakeVersion: 2, configure: connection => connection.Features.Set<IStatefulReconnectFeature>(new StatefulReconnect()));
        await client.InvokeAsync("1", "Subscribe", """["room",null]""");
        Assert.Equal(Completion, (await client.ReadRecordAsync()).GetProperty("type").GetInt32());
        await PublishAsync("room", "first");
        Assert.StartsWith("first ", await client.ReadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Subscribe_LegacyClientAndEventsBeforeTheAnswer_ComeRightAfterIt()
    {
        DialectTestClient client = await _host.ConnectDialectAsync();
        _host.OnInvoked = _ => PublishAsync("room", "first");
        await client.SubscribeAsync("room", ChannelGrant.Allowed);
        Assert.StartsWith("subscribed:room", await client.ReadAsync(), StringComparison.Ordinal);
        Assert.Equal("room|first [1]", await client.ReadMessageAsync());
    }

    [Fact]
    public async Task Subscribe_LegacyClientLeavesBeforeTheAnswer_GetsNothingOfTheChannel()
    {
        DialectTestClient client = await _host.ConnectDialectAsync();
        _host.OnInvoked = async _ =>
        {
            await PublishAsync("room", "held");
            await _host.Manager.RemoveFromGroupAsync(client.ConnectionId, "room");
        };
        await client.SubscribeAsync("room", ChannelGrant.Allowed);
        Assert.StartsWith("subscribed:room", await client.ReadAsync(), StringComparison.Ordinal);
        await _host.Manager.SendConnectionAsync(client.ConnectionId, "Last", []);
        Assert.Equal("Last []", await client.ReadAsync());
    }

    [Fact]
    public async Task Subscribe_LegacyClientAndMoreThanItsQueueBeforeTheAnswer_IsClosedAsSlow()
    {
        await using var host = new HubTestHost<ChannelHub>(options => options.QueueBytes = 4096);
        DialectTestClient client = await host.ConnectDialectAsync();
        string filler = new('x', 100);
        host.OnInvoked = async _ =>
        {
            for (int i = 0; i < 100; i++)
            {
                await host.Manager.SendGroupAsync("room", "News", [filler]);
            }
        };
        await client.SubscribeAsync("room", ChannelGrant.Allowed);
        string words = await client.ReadAsync();
        Assert.Equal("closed 4100", words.StartsWith("subscribed:", StringComparison.Ordinal) ? await client.ReadAsync() : words);
    }

    private static async Task<string> SocketIdAsync(NativeTestClient client)
    {
        await client.InvokeAsync("id", "GetSocketId", "[]");
        return (await client.ReadRecordAsync()).GetProperty("result").GetString()!;
    }

    private Task PublishAsync(string channel, string name) =>
        _host.Publisher.PublishAsync(new ChannelEvent { Group = channel, Name = name, Data = EventData.FromJson("1"u8) }).AsTask();

    private sealed class StatefulReconnect : IStatefulReconnectFeature
    {
        public void OnReconnected(Func<System.IO.Pipelines.PipeWriter, Task> notifyOnReconnect)
        {
        }

        public void DisableReconnect()
        {
        }
    }
}
