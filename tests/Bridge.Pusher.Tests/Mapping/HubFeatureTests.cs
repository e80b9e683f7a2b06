// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using System.Net.WebSockets;
using Bridge.Pusher.Tests.Clients;
using Bridge.Pusher.Tests.Fallbacks;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Pusher.Tests.Mapping;

/// <summary>What SignalR does for native connections it does for legacy ones too.</summary>
public sealed class HubFeatureTests
{
    public static TheoryData<string> Credentials => ["header", "query", "cookie"];

    [Theory]
    [MemberData(nameof(Credentials))]
    public async Task AuthorizedHub_AppsOwnAuthentication_LetsTheUserIn(string credential)
    {
        await using MappedHost host = await StartAsync();

        PusherClient client = await host.ConnectAsync(credential == "query" ? "&access_token=ann" : "", options => Add(options, credential));

        await client.ExpectAsync("""{"event":"welcome","data":"\"\""}""");
    }

    [Fact]
    public async Task AuthorizedHub_NobodyInParticular_IsRefusedCleanly()
    {
        await using MappedHost host = await StartAsync();

        PusherClient client = await host.OpenAsync();

        await client.ExpectErrorAsync(4009, "Connection is unauthorized");
        await client.ExpectCloseAsync(4009);
    }

    [Theory]
    [InlineData("?protocol=7", false)]
    [InlineData("?protocol=7&access_token=ann", true)]
    public async Task AuthorizedHub_WithoutWebSocket_AsksBeforeItGreets(string query, bool isMember)
    {
        await using MappedHost host = await StartAsync();
        using PollingClient client = new(host.HttpAddressOf("/pusher/app/key"), query);

        Assert.Equal("o", await client.PollAsync());
        if (isMember)
        {
            Assert.Contains("connection_established", (await client.NextAsync())[0]);
        }
        else
        {
            await client.AssertClosedAsync(4009);
        }
    }

    [Fact]
    public async Task Hub_ItemsRequestServicesAndUser_AreThere()
    {
        await using MappedHost host = await StartAsync();
        PusherClient client = await host.ConnectAsync("&access_token=ann&from=home");

        await client.ExpectAsync("""{"event":"welcome","data":"\"home\""}""");
        await client.JoinAsync("room");
        await client.TriggerAsync("client-say", "room", new { text = "hello" });
        await client.ExpectAsync(
            """{"event":"said","channel":"room","data":"\"ann warmly HELLO to all, here since the beginning, 1\""}""");
        await client.TriggerAsync("client-say", "room", new { TEXT = "hello", to = "bob" });
        Assert.Contains("HELLO to bob", (await client.NextAsync("said")).Data(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OnConnected_JoinsAGroup_DeliversWithItsChannelBeforeAnybodyAsked()
    {
        await using MappedHost host = await StartAsync();
        PusherClient client = await host.ConnectAsync("&access_token=ann");
        await client.NextAsync("welcome");

        // Before the hub knows the connection it is on no group; its own word shows that it does.
        await host.Services.GetRequiredService<IHubContext<MemberHub>>().Clients.Group("hall").SendAsync("bell", 1);

        await client.ExpectAsync("""{"event":"bell","channel":"hall","data":"1"}""");
        await client.JoinAsync("hall");
    }

    [Fact]
    public async Task Abort_FromTheHub_ClosesWithoutComingBackAndTellsTheHub()
    {
        await using MappedHost host = await StartAsync();
        MemberHub.Log log = host.Services.GetRequiredService<MemberHub.Log>();
        PusherClient client = await host.ConnectAsync("&access_token=ann");
        await client.NextAsync("welcome");

        await client.TriggerAsync("client-leave", "room", new { });

        await client.ExpectErrorAsync(4009, "Connection is unauthorized");
        await client.ExpectCloseAsync(4009);
        await log.Gone.Task.Await("OnDisconnectedAsync");
        Assert.Equal(["user-ann came", "user-ann went"], log.Lines);
    }

    private static void Add(ClientWebSocketOptions options, string credential)
    {
        if (credential == "header")
        {
            options.SetRequestHeader("Authorization", "Bearer ann");
        }
        else if (credential == "cookie")
        {
            options.Cookies = new CookieContainer();
            options.Cookies.Add(new Cookie("user", "ann", "/", "127.0.0.1"));
        }
    }

    internal static Task<MappedHost> StartAsync() => MappedHost.StartAsync<MemberHub>(
        bridge => bridge.ForHub<MemberHub>(hub => hub
            .OnSubscribe(nameof(MemberHub.Enter))
            .OnClientEvent("client-say", nameof(MemberHub.Say))
            .OnClientEvent("client-leave", nameof(MemberHub.Leave))),
        builder =>
        {
            TestAuthentication.Add(builder);
            builder.Services.AddSingleton<MemberHub.Log>();
            builder.Services.AddSingleton<IUserIdProvider, PrefixedUsers>();
            builder.Services.AddKeyedSingleton("tone", "warmly");
        },
        signalR => signalR.AddHubOptions<MemberHub>(options => options.AddFilter<LoudFilter>()));

    private sealed class PrefixedUsers : IUserIdProvider
    {
        public string? GetUserId(HubConnectionContext connection) => $"user-{connection.User.Identity?.Name}";
    }

    /// <summary>Makes what is said loud.</summary>
    private sealed class LoudFilter : IHubFilter
    {
        public ValueTask<object?> InvokeMethodAsync(
            HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
        {
            if (invocationContext.HubMethodName != nameof(MemberHub.Say))
            {
                return next(invocationContext);
            }

            object?[] arguments = [.. invocationContext.HubMethodArguments];
            arguments[^2] = ((string)arguments[^2]!).ToUpperInvariant();
            return next(new HubInvocationContext(
                invocationContext.Context, invocationContext.ServiceProvider, invocationContext.Hub, invocationContext.HubMethod, arguments));
        }
    }
}
