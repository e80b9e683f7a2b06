// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.Authorization;

namespace Bridge.Pusher.Tests.Mapping.Conversation;

/// <summary>The chat for users only.</summary>
[Authorize]
public sealed class AuthorizedChatHub : TypedChatHub;
