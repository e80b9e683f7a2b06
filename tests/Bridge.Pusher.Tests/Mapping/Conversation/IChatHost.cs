// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Pusher.Tests.Mapping.Conversation;

/// <summary>A running app with one of the chat hubs, whose methods are mapped as <see cref="ConversationTestsBase.Map"/> says.</summary>
public interface IChatHost : IAsyncDisposable
{
    /// <summary>Connects somebody with a client of SignalR, authenticated as <see cref="ConversationTestsBase.User"/>.</summary>
    Task<IChatter> ConnectNativeAsync();

    /// <summary>The same with a Pusher client.</summary>
    Task<IChatter> ConnectLegacyAsync();
}
