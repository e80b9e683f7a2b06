// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.SignalR;

namespace Bridge.Pusher.Tests.Mapping.Conversation;

/// <summary>The conversation with Microsoft's .NET client and a Pusher client that shows every frame.</summary>
public sealed class ConversationTests : ConversationTestsBase
{
    protected override async Task<IChatHost> StartAsync<THub>(Action<ISignalRServerBuilder>? signalR) =>
        new ChatHost(await MappedHost.StartAsync<THub>(bridge => bridge.ForHub<THub>(Map), TestAuthentication.Add, signalR));

    private sealed class ChatHost(MappedHost host) : IChatHost
    {
        public async Task<IChatter> ConnectNativeAsync() =>
            new NativeChatter(await host.ConnectNativeToAsync($"/hub?access_token={User}", "ReceiveMessage"));

        public async Task<IChatter> ConnectLegacyAsync() => new PusherChatter(await host.ConnectAsync($"&access_token={User}"));

        public ValueTask DisposeAsync() => host.DisposeAsync();
    }
}
