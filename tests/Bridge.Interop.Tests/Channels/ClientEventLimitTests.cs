// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Interop.Tests.Clients;
using Bridge.Interop.Tests.Driver;
using Bridge.Interop.Tests.Hosts;
using Xunit.Abstractions;

namespace Bridge.Interop.Tests.Channels;

public abstract class ClientEventLimitTests(BridgeHost host, ITestOutputHelper output) : InteropTests(host, output)
{
    private const int FarTooMany = 100;

    [Theory]
    [InlineData(ClientKind.PusherJs)]
    [InlineData(ClientKind.PusherJs4)]
    public async Task ClientEvents_FasterThanTheLimit_AreRefusedAndTheConnectionStays(ClientKind kind)
    {
        string channel = NewChannel("private-");
        PusherTestClient client = await ConnectPusherAsync(kind);
        await client.SubscribeAsync(channel);

        await client.TriggerManyAsync(channel, TestEvents.ClientMessage, FarTooMany);

        Assert.Equal(4301, (await client.NextErrorAsync()).Code);
        await Rest.TriggerAsync(channel, TestEvents.Fence, "x");
        Assert.Equal(TestEvents.Fence, (await client.NextAsync(channel)).Name);
    }

    [Theory]
    [InlineData(ClientKind.SignalRJs)]
    [InlineData(ClientKind.SignalRDotNet)]
    public async Task Trigger_FasterThanTheLimit_FailsAndTheConnectionStays(ClientKind kind)
    {
        string channel = NewChannel("private-");
        ITestClient client = await ConnectAsync(kind);
        await client.SubscribeAsync(channel);

        await Assert.ThrowsAsync<ClientException>(async () =>
        {
            for (int i = 0; i < FarTooMany; i++)
            {
                await client.TriggerAsync(channel, TestEvents.ClientMessage, "x");
            }
        });

        await Rest.TriggerAsync(channel, TestEvents.Fence, "x");
        Assert.Equal(TestEvents.Fence, (await client.NextAsync(channel)).Name);
    }

    [Collection(ServerCollection.Name)]
    public sealed class OnTheServer(ServerHost host, ITestOutputHelper output) : ClientEventLimitTests(host, output);

    [Collection(NewtonsoftCollection.Name)]
    public sealed class OnAnAppWithNewtonsoft(NewtonsoftHost host, ITestOutputHelper output) : ClientEventLimitTests(host, output);

    [Collection(FarmCollection.Name)]
    public sealed class OnAFarm(FarmHost host, ITestOutputHelper output) : ClientEventLimitTests(host, output);
}
