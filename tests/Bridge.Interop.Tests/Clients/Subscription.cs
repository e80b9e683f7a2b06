// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Interop.Tests.Clients;

/// <summary>What a client learnt when it was let in.</summary>
/// <param name="Members">The users of a presence channel in the client's order, null on other channels.</param>
public sealed record Subscription(IReadOnlyList<TestUser>? Members);
