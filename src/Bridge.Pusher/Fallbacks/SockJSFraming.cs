// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Delivery;
using Bridge.SockJS;

namespace Bridge.Pusher.Fallbacks;

/// <summary>Messages as the strings that SockJS frames and the lines of the HTTP fallbacks consist of.</summary>
internal sealed class SockJSFraming : MessageFraming
{
    private SockJSFraming()
    {
    }

    /// <summary>The one framing of all fallback connections.</summary>
    public static SockJSFraming Instance { get; } = new();

    public override ReadOnlyMemory<byte> Frame(ReadOnlySpan<byte> payload) => SockJSMessage.FromText(payload).Literal;
}
