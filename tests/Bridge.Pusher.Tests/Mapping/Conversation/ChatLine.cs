// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Pusher.Tests.Mapping.Conversation;

public sealed record ChatLine(string Text, string? UserName = null, Mood Mood = Mood.None);
