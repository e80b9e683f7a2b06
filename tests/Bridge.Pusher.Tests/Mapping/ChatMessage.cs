// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Pusher.Tests.Mapping;

public sealed record ChatMessage(string User, string Text);
