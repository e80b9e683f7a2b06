// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Mapping;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Newtonsoft.Json.Converters;
using Newtonsoft.Json.Serialization;

namespace Bridge.Pusher.Tests.Mapping.Conversation;

/// <summary>The same conversation by native and by legacy clients with the same hubs: each hears word for word the same.</summary>
public abstract class ConversationTestsBase
{
    /// <summary>Whom the clients are authenticated as.</summary>
    protected const string User = "user";

    [Fact]
    public Task Plain_EveryMix_HearsTheSame() => AssertSameAsync<PlainChatHub>();

    [Fact]
    public Task Typed_EveryMix_HearsTheSame() => AssertSameAsync<TypedChatHub>();

    [Fact]
    public Task Authorized_EveryMix_HearsTheSame() => AssertSameAsync<AuthorizedChatHub>();

    [Fact]
    public Task Greeting_EveryMix_HearsTheSame() => AssertSameAsync<GreetingChatHub>(greets: true);

    [Fact]
    public Task Filtered_EveryMix_HearsTheSame() => AssertSameAsync<PlainChatHub>(
        signalR => signalR.AddHubOptions<PlainChatHub>(options => options.AddFilter<ShoutingFilter>()));

    [Fact]
    public Task Newtonsoft_EveryMix_HearsTheSame() => AssertSameAsync<TypedChatHub>(signalR => signalR.AddNewtonsoftJsonProtocol(json =>
    {
        json.PayloadSerializerSettings.ContractResolver = new DefaultContractResolver { NamingStrategy = new SnakeCaseNamingStrategy() };
        json.PayloadSerializerSettings.Converters.Add(new StringEnumConverter());
    }));

    /// <summary>Starts an app with the hub, with <see cref="Map"/> and with <see cref="TestAuthentication"/>.</summary>
    protected abstract Task<IChatHost> StartAsync<THub>(Action<ISignalRServerBuilder>? signalR)
        where THub : Hub;

    /// <summary>What is mapped: nothing of it is in the hubs.</summary>
    protected static void Map(HubMapBuilder hub) => hub
        .OnSubscribe("JoinRoom").OnUnsubscribe("LeaveRoom").OnClientEvent("client-message", "SendMessage");

    private async Task AssertSameAsync<THub>(Action<ISignalRServerBuilder>? signalR = null, bool greets = false)
        where THub : Hub
    {
        await using IChatHost host = await StartAsync<THub>(signalR);

        List<string> native = await TalkAsync(await host.ConnectNativeAsync(), await host.ConnectNativeAsync(), greets);

        Assert.Equal(native, await TalkAsync(await host.ConnectLegacyAsync(), await host.ConnectLegacyAsync(), greets));
        Assert.Equal(native, await TalkAsync(await host.ConnectLegacyAsync(), await host.ConnectNativeAsync(), greets));
        Assert.Equal(native, await TalkAsync(await host.ConnectNativeAsync(), await host.ConnectLegacyAsync(), greets));
    }

    /// <summary>The script; gives all that was heard.</summary>
    private static async Task<List<string>> TalkAsync(IChatter ann, IChatter bob, bool greets)
    {
        // Each conversation has a room of its own: those of before still listen.
        string room = Guid.NewGuid().ToString("N");
        List<string> heard = [];
        if (greets)
        {
            heard.Add("ann: " + await ann.HearAsync(""));
            heard.Add("bob: " + await bob.HearAsync(""));
            await ann.SayAsync("lobby", new { text = "none" });
            heard.Add("ann: " + await ann.HearAsync("lobby"));
            heard.Add("bob: " + await bob.HearAsync("lobby"));
        }

        heard.Add("ann: " + await ann.JoinAsync("closed"));
        heard.Add("ann: " + await ann.JoinAsync(room));
        heard.Add("bob: " + await bob.JoinAsync(room));
        await ann.SayAsync(room, new { text = "one" });
        heard.Add("ann: " + await ann.HearAsync(room));
        heard.Add("bob: " + await bob.HearAsync(room));
        heard.Add("bob: " + await bob.SayInVainAsync(room, new { text = "secret, and much too long" }));

        await bob.LeaveAsync(room);
        await bob.SayAsync(room, new { text = "two" });
        heard.Add("ann: " + await ann.HearAsync(room));
        heard.Add("bob: " + await bob.JoinAsync(room));
        await ann.SayAsync(room, new { text = "three \"quoted\" \u00e9\ud83d\ude00" });
        heard.Add("ann: " + await ann.HearAsync(room));
        heard.Add("bob: " + await bob.HearAsync(room));
        return heard;
    }
}
