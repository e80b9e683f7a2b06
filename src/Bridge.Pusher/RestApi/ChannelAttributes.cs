// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Pusher.RestApi;

/// <summary>What a request wants to know about channels (its parameter <c>info</c>).</summary>
[Flags]
internal enum ChannelAttributes
{
    None = 0,
    SubscriptionCount = 1,
    UserCount = 2,
    Cache = 4,
    Counts = SubscriptionCount | UserCount,
}
