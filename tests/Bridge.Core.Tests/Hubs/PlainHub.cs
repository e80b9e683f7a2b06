// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.SignalR;

namespace Bridge.Core.Tests.Hubs;

/// <summary>An app's own hub, which knows nothing of the bridge.</summary>
public sealed class PlainHub : Hub;
