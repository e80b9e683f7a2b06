// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Interop.Tests.Clients;
using Bridge.Interop.Tests.Hosts;
using Xunit.Abstractions;

namespace Bridge.Interop.Tests.Channels;

public abstract class EncryptedChannelTests(BridgeHost host, ITestOutputHelper output) : InteropTests(host, output)
{
    [Theory]
    [InlineData(ClientKind.PusherJs)]
    [InlineData(ClientKind.PusherJs7)]
    [InlineData(ClientKind.PusherJs4)]
    [InlineData(ClientKind.Echo)]
    public async Task Trigger_FromRest_IsReadByPusherClient(ClientKind kind)
    {
        string channel = NewChannel("private-encrypted-");
        ITestClient client = await ConnectAsync(kind);
        await client.SubscribeAsync(channel);

        await Rest.TriggerAsync(channel, TestEvents.Message, Payload.Value);

        Assert.Equal(Payload.On(channel, TestEvents.Message), await client.NextAsync(channel));
    }

    [Theory]
    [InlineData(ClientKind.SignalRJs)]
    [InlineData(ClientKind.SignalRDotNet)]
    public async Task Trigger_FromRest_ReachesSignalRClientStillSealed(ClientKind kind)
    {
        string channel = NewChannel("private-encrypted-");
        ITestClient client = await ConnectAsync(kind);
        await client.SubscribeAsync(channel);

        await Rest.TriggerAsync(channel, TestEvents.Message, Payload.Value);

        ReceivedEvent received = await client.NextAsync(channel);
        Assert.DoesNotContain("PascalCase", received.Data, StringComparison.Ordinal);
        Assert.Equal(Payload.Json, await Rest.DecryptAsync(channel, received.Data));
    }

    [Theory]
    [InlineData(ClientKind.PusherJs)]
    [InlineData(ClientKind.PusherJs7)]
    [InlineData(ClientKind.PusherJs4)]
    [InlineData(ClientKind.Echo)]
    public async Task Subscribe_EncryptedCacheChannel_GetsTheLastEvent(ClientKind kind)
    {
        string channel = NewChannel("private-encrypted-cache-");
        await Rest.TriggerAsync(channel, TestEvents.Message, Payload.Value);
        ITestClient client = await ConnectAsync(kind);

        await client.SubscribeAsync(channel);

        Assert.Equal(Payload.On(channel, TestEvents.Message), await client.NextAsync(channel));
    }

    [Collection(ServerCollection.Name)]
    public sealed class OnTheServer(ServerHost host, ITestOutputHelper output) : EncryptedChannelTests(host, output);

    [Collection(NewtonsoftCollection.Name)]
    public sealed class OnAnAppWithNewtonsoft(NewtonsoftHost host, ITestOutputHelper output) : EncryptedChannelTests(host, output);

    [Collection(FarmCollection.Name)]
    public sealed class OnAFarm(FarmHost host, ITestOutputHelper output) : EncryptedChannelTests(host, output);
}
