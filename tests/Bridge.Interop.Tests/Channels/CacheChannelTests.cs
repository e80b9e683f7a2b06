// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Interop.Tests.Clients;
using Bridge.Interop.Tests.Hosts;
using Xunit.Abstractions;

namespace Bridge.Interop.Tests.Channels;

public abstract class CacheChannelTests(BridgeHost host, ITestOutputHelper output) : InteropTests(host, output)
{
    public static TheoryData<ClientKind, string> KindsAndPrefixes
    {
        get
        {
            TheoryData<ClientKind, string> data = [];
            foreach (ClientKind kind in Enum.GetValues<ClientKind>())
            {
                foreach (string prefix in (string[])["cache-", "private-cache-", "presence-cache-"])
                {
                    data.Add(kind, prefix);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(KindsAndPrefixes))]
    public async Task Subscribe_SomethingWasPublished_GetsTheLastEventFirst(ClientKind kind, string prefix)
    {
        string channel = NewChannel(prefix);
        await Rest.TriggerAsync(channel, TestEvents.Message, "an older one");
        await Rest.TriggerAsync(channel, TestEvents.Message, Payload.Value);
        ITestClient client = await ConnectAsync(kind);

        await client.SubscribeAsync(channel, UserOf(prefix));
        await Rest.TriggerAsync(channel, TestEvents.Fence, "x");

        Assert.Equal(Payload.On(channel, TestEvents.Message), await client.NextAsync(channel));
        Assert.Equal(TestEvents.Fence, (await client.NextAsync(channel)).Name);
    }

    [Theory]
    [MemberData(nameof(KindsAndPrefixes))]
    public async Task Subscribe_NothingWasPublished_HearsOfTheMiss(ClientKind kind, string prefix)
    {
        string channel = NewChannel(prefix);
        ITestClient client = await ConnectAsync(kind);

        await client.SubscribeAsync(channel, UserOf(prefix));
        await Rest.TriggerAsync(channel, TestEvents.Fence, "x");

        Assert.Equal(TestEvents.CacheMiss, (await client.NextAsync(channel)).Name);
        Assert.Equal(TestEvents.Fence, (await client.NextAsync(channel)).Name);
    }

    [Theory]
    [MemberData(nameof(ClientKinds.Across), MemberType = typeof(ClientKinds))]
    public async Task ClientEvent_OnCacheChannel_IsNotKept(ClientKind sender, ClientKind latecomer)
    {
        string channel = NewChannel("private-cache-");
        ITestClient left = await ConnectAsync(sender);
        ITestClient witness = await ConnectAsync(ClientKind.PusherJs);
        await left.SubscribeAsync(channel);
        await witness.SubscribeAsync(channel);
        await left.TriggerAsync(channel, TestEvents.ClientMessage, "x");
        Assert.Equal(TestEvents.CacheMiss, (await witness.NextAsync(channel)).Name);
        Assert.Equal(TestEvents.ClientMessage, (await witness.NextAsync(channel)).Name);

        ITestClient right = await ConnectAsync(latecomer);
        await right.SubscribeAsync(channel);

        Assert.Equal(TestEvents.CacheMiss, (await right.NextAsync(channel)).Name);
    }

    private static TestUser? UserOf(string prefix) => prefix.StartsWith("presence-", StringComparison.Ordinal) ? TestUser.Ann : null;

    [Collection(ServerCollection.Name)]
    public sealed class OnTheServer(ServerHost host, ITestOutputHelper output) : CacheChannelTests(host, output);

    [Collection(NewtonsoftCollection.Name)]
    public sealed class OnAnAppWithNewtonsoft(NewtonsoftHost host, ITestOutputHelper output) : CacheChannelTests(host, output);

    [Collection(FarmCollection.Name)]
    public sealed class OnAFarm(FarmHost host, ITestOutputHelper output) : CacheChannelTests(host, output);
}
