// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Interop.Tests.Clients;
using Bridge.Interop.Tests.Hosts;
using Xunit.Abstractions;

namespace Bridge.Interop.Tests.Channels;

public abstract class SubscriptionCountTests(BridgeHost host, ITestOutputHelper output) : InteropTests(host, output)
{
    /// <summary>pusher-js knows of subscription counts since 7.2.</summary>
    public static TheoryData<ClientKind, ClientKind> Pairs => ClientKinds.PairsOf(
        ClientKind.PusherJs, ClientKind.PusherJs7, ClientKind.Echo, ClientKind.SignalRJs, ClientKind.SignalRDotNet);

    protected override ServerSettings Settings => ServerSettings.Talkative;

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task SubscriptionCount_ClientsComeAndGo_IsToldToAll(ClientKind first, ClientKind second)
    {
        string channel = NewChannel();
        ITestClient left = await ConnectAsync(first);
        ITestClient right = await ConnectAsync(second);

        await left.SubscribeAsync(channel);
        Assert.Equal(Count(channel, 1), await left.NextAsync(channel));

        await right.SubscribeAsync(channel);
        Assert.Equal(Count(channel, 2), await left.NextAsync(channel));
        Assert.Equal(Count(channel, 2), await right.NextAsync(channel));

        await right.UnsubscribeAsync(channel);
        Assert.Equal(Count(channel, 1), await left.NextAsync(channel));
    }

    private static ReceivedEvent Count(string channel, int count) =>
        new(channel, TestEvents.SubscriptionCount, $$"""{"subscription_count":{{count}}}""");

    [Collection(ServerCollection.Name)]
    public sealed class OnTheServer(ServerHost host, ITestOutputHelper output) : SubscriptionCountTests(host, output);

    [Collection(NewtonsoftCollection.Name)]
    public sealed class OnAnAppWithNewtonsoft(NewtonsoftHost host, ITestOutputHelper output) : SubscriptionCountTests(host, output);

    [Collection(FarmCollection.Name)]
    public sealed class OnAFarm(FarmHost host, ITestOutputHelper output) : SubscriptionCountTests(host, output);
}
