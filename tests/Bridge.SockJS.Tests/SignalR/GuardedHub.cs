// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.Authorization;

namespace Bridge.SockJS.Tests.SignalR;

/// <summary>The same hub for those who are signed in.</summary>
[Authorize]
public sealed class GuardedHub : TestHub;
