// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Authorization;
using Bridge.Core.Hubs;
using Bridge.Core.Presence;

namespace Bridge.Core.Tests.Hubs;

/// <summary>News that come after a join's answer, but belong to an earlier transition: the joiner knows them from its snapshot.</summary>
public sealed class LateNewsTests : IAsyncDisposable
{
    private const string Room = "room";
    private readonly HubTestHost<ChannelHub> _host = new();

    private IChannelObserver Observer => _host.Channels;

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task News_OlderThanTheJoin_ReachThoseWhoJoinedBeforeOnly()
    {
        DialectTestClient early = await _host.ConnectDialectAsync();
        await SubscribeAsync(early);
        NativeTestClient native = await _host.ConnectNativeAsync();
        await native.InvokeAsync("1", "Subscribe", $"""["{Room}",null]""");
        await native.ReadRecordAsync();
        DialectTestClient late = await _host.ConnectDialectAsync();
        await SubscribeAsync(late);

        Observer.OnSubscriptionCount(Room, 1, version: 1);
        Observer.OnSubscriptionCount(Room, 2, version: 2);
        Observer.OnSubscriptionCount(Room, 3, version: 3);
        await _host.Manager.SendGroupAsync(Room, "Last", []);

        Assert.Equal(["1", "2", "3", "Last"], Counts(await early.ReadAsync(4)));
        Assert.Equal(["2", "3", "Last"], Counts(await native.ReadAsync(3)));
        Assert.Equal(["3", "Last"], Counts(await late.ReadAsync(2)));
    }

    private static async Task SubscribeAsync(DialectTestClient client)
    {
        await client.SubscribeAsync(Room, ChannelGrant.Allowed);
        await client.ReadAsync();
    }

    private static string[] Counts(string[] messages) =>
        [.. messages.Select(message => message.StartsWith("Last", StringComparison.Ordinal) ? "Last" : $"{message.First(char.IsAsciiDigit)}")];
}
