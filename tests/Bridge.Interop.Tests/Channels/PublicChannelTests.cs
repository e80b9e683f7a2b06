// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Interop.Tests.Clients;
using Bridge.Interop.Tests.Hosts;
using Xunit.Abstractions;

namespace Bridge.Interop.Tests.Channels;

public abstract class PublicChannelTests(BridgeHost host, ITestOutputHelper output) : InteropTests(host, output)
{
    [Theory]
    [MemberData(nameof(ClientKinds.All), MemberType = typeof(ClientKinds))]
    public async Task Trigger_FromRest_ReachesSubscriberUnchanged(ClientKind kind)
    {
        string channel = NewChannel();
        ITestClient client = await ConnectAsync(kind);
        await client.SubscribeAsync(channel);

        RestAnswer answer = await Rest.TriggerAsync(channel, TestEvents.Message, Payload.Value);

        Assert.Equal(new RestAnswer(200, "{}"), answer);
        Assert.Equal(Payload.On(channel, TestEvents.Message), await client.NextAsync(channel));
    }

    [Theory]
    [MemberData(nameof(ClientKinds.All), MemberType = typeof(ClientKinds))]
    public async Task Trigger_TextThatIsNotJson_ReachesSubscriberAsText(ClientKind kind)
    {
        string channel = NewChannel();
        ITestClient client = await ConnectAsync(kind);
        await client.SubscribeAsync(channel);

        await Rest.TriggerAsync(channel, TestEvents.Message, "just text");

        Assert.Equal(new ReceivedEvent(channel, TestEvents.Message, "\"just text\""), await client.NextAsync(channel));
    }

    [Theory]
    [MemberData(nameof(ClientKinds.Pairs), MemberType = typeof(ClientKinds))]
    public async Task Trigger_WithSocketId_LeavesOutThatConnectionOnly(ClientKind sender, ClientKind other)
    {
        string channel = NewChannel();
        ITestClient left = await ConnectAsync(sender);
        ITestClient right = await ConnectAsync(other);
        await left.SubscribeAsync(channel);
        await right.SubscribeAsync(channel);

        await Rest.TriggerAsync(channel, TestEvents.Message, "x", new { socket_id = await left.GetSocketIdAsync() });
        await Rest.TriggerAsync(channel, TestEvents.Fence, "x");

        Assert.Equal(TestEvents.Message, (await right.NextAsync(channel)).Name);
        Assert.Equal(TestEvents.Fence, (await right.NextAsync(channel)).Name);
        Assert.Equal(TestEvents.Fence, (await left.NextAsync(channel)).Name);
    }

    [Theory]
    [MemberData(nameof(ClientKinds.All), MemberType = typeof(ClientKinds))]
    public async Task Trigger_OnSeveralChannels_ReachesEachOnce(ClientKind kind)
    {
        string[] channels = [NewChannel(), NewChannel(), NewChannel()];
        ITestClient client = await ConnectAsync(kind);
        foreach (string channel in channels)
        {
            await client.SubscribeAsync(channel);
        }

        await Rest.TriggerAsync(channels, TestEvents.Message, Payload.Value);
        await Rest.TriggerAsync(channels, TestEvents.Fence, "x");

        foreach (string channel in channels)
        {
            Assert.Equal(Payload.On(channel, TestEvents.Message), await client.NextAsync(channel));
            Assert.Equal(TestEvents.Fence, (await client.NextAsync(channel)).Name);
        }
    }

    [Fact]
    public async Task Trigger_AskingForInfo_AnswersWithCountsOfBothDialects()
    {
        string open = NewChannel();
        string presence = NewChannel("presence-");
        foreach (ClientKind kind in (ClientKind[])[ClientKind.PusherJs, ClientKind.SignalRJs, ClientKind.SignalRDotNet])
        {
            ITestClient client = await ConnectAsync(kind);
            await client.SubscribeAsync(open);
            await client.SubscribeAsync(presence, TestUser.Ann);
        }

        RestAnswer answer = await Rest.TriggerAsync(
            [open, presence], TestEvents.Message, "x", new { info = "subscription_count,user_count" });

        Assert.Equal(200, answer.Status);
        JsonAssert.Equal("""{"subscription_count":3}""", answer.InfoOf(open));
        JsonAssert.Equal("""{"subscription_count":3,"user_count":1}""", answer.InfoOf(presence));
    }

    [Theory]
    [MemberData(nameof(ClientKinds.SendingInOrder), MemberType = typeof(ClientKinds))]
    public async Task Unsubscribe_Subscribed_StopsDelivery(ClientKind kind)
    {
        string channel = NewChannel();
        string other = NewChannel();
        ITestClient client = await ConnectAsync(kind);
        await client.SubscribeAsync(channel);

        await client.UnsubscribeAsync(channel);
        await client.SubscribeAsync(other);
        await Rest.TriggerAsync(channel, TestEvents.Message, "x");
        await Rest.TriggerAsync(other, TestEvents.Fence, "x");

        Assert.Equal(TestEvents.Fence, (await client.NextAsync(other)).Name);
        client.AssertNothingOn(channel);
    }

    [Theory]
    [MemberData(nameof(ClientKinds.SendingInOrder), MemberType = typeof(ClientKinds))]
    public async Task Subscribe_AfterUnsubscribe_DeliversAgain(ClientKind kind)
    {
        string channel = NewChannel();
        ITestClient client = await ConnectAsync(kind);
        await client.SubscribeAsync(channel);
        await client.UnsubscribeAsync(channel);
        await client.SubscribeAsync(channel);

        await Rest.TriggerAsync(channel, TestEvents.Message, "x");
        await Rest.TriggerAsync(channel, TestEvents.Fence, "x");

        Assert.Equal(TestEvents.Message, (await client.NextAsync(channel)).Name);
        Assert.Equal(TestEvents.Fence, (await client.NextAsync(channel)).Name);
    }

    [Collection(ServerCollection.Name)]
    public sealed class OnTheServer(ServerHost host, ITestOutputHelper output) : PublicChannelTests(host, output);

    [Collection(NewtonsoftCollection.Name)]
    public sealed class OnAnAppWithNewtonsoft(NewtonsoftHost host, ITestOutputHelper output) : PublicChannelTests(host, output);

    [Collection(FarmCollection.Name)]
    public sealed class OnAFarm(FarmHost host, ITestOutputHelper output) : PublicChannelTests(host, output);
}
