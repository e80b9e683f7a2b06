// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Tests.Mapping.Conversation;
using Microsoft.AspNetCore.SignalR;

namespace Bridge.Interop.Tests.Mapping;

/// <summary>The conversation with @microsoft/signalr and pusher-js.</summary>
public sealed class ConversationTests : ConversationTestsBase
{
    protected override async Task<IChatHost> StartAsync<THub>(Action<ISignalRServerBuilder>? signalR) =>
        new ChatHost(await HubApp.StartAsync<THub>(Map, signalR));

    private sealed class ChatHost(HubApp app) : IChatHost
    {
        public async Task<IChatter> ConnectNativeAsync() => new SignalRChatter(await app.ConnectHubAsync(User, "ReceiveMessage"));

        public async Task<IChatter> ConnectLegacyAsync() => new PusherJsChatter(await app.ConnectPusherAsync(User, "ReceiveMessage"));

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
