// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Backplane;
using Bridge.Core.Channels;
using Bridge.Core.Groups;
using Bridge.Core.Users;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Core.Tests.Hubs;

/// <summary>Whoever was told that he is signed in gets everything that is sent to the user from then on, and nothing before.</summary>
public sealed class SignInAnswerTests
{
    private static readonly SignedInUser Ann = new("ann", null, []);

    [Fact]
    public async Task SendUser_WhileTheAnswerIsGiven_ComesAfterIt()
    {
        await using var host = new HubTestHost<PlainHub>();
        DialectTestClient client = await host.AddDialectAsync();
        Task? sending = null;

        await SignInAsync(host, client, () =>
        {
            sending = Task.Run(() => host.Manager.SendUserAsync("ann", "news", []));
            Assert.False(sending.Wait(TimeSpan.FromMilliseconds(50)), "The event overtook the answer.");
        }).AsTask().WaitAsync(TestClient.Patience);

        await sending!.WaitAsync(TestClient.Patience);
        Assert.StartsWith("news", await client.ReadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignIn_Farm_IsAnsweredOnceTheOtherNodesAreHeard()
    {
        var backplane = new HeldBackplane();
        await using var host = new HubTestHost<PlainHub>(configure: services => services.AddSingleton<IBackplaneFactory>(backplane));
        DialectTestClient client = await host.AddDialectAsync();
        bool isAnswered = false;

        Task signingIn = SignInAsync(host, client, () => isAnswered = true).AsTask();
        Assert.False(isAnswered);
        Assert.False(signingIn.IsCompleted);

        backplane.Release();
        await signingIn.WaitAsync(TestClient.Patience);
        Assert.True(isAnswered);
        await SignInAsync(host, client, () => { }).AsTask().WaitAsync(TestClient.Patience);
        Assert.Equal(1, backplane.UserSubscriptions);

        await client.DisconnectAsync();
        Assert.Equal(0, backplane.UserSubscriptions);
    }

    private static ValueTask SignInAsync(HubTestHost<PlainHub> host, DialectTestClient client, Action answer)
    {
        HubMember member = host.Registry.Find(client.ConnectionId)!;
        return host.Channels.SignInAsync(member, Ann, new ChannelNamespace(string.Empty, new ChannelSettings()), answer);
    }
}
