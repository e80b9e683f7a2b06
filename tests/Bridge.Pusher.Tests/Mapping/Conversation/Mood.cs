// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Pusher.Tests.Mapping.Conversation;

public enum Mood
{
    None,
    Glad,
}
