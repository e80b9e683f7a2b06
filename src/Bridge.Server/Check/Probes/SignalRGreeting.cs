// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Server.Check.Probes;

/// <summary>SignalR's answer to a handshake, as it is or inside a SockJS frame.</summary>
internal sealed class SignalRGreeting : IGreeting
{
    /// <summary>The handshake.</summary>
    public const string Request = "{\"protocol\":\"json\",\"version\":1}\u001e";

    public static readonly SignalRGreeting Instance = new();

    public bool IsIn(string text)
    {
        if (text.Contains("{\\\"error", StringComparison.Ordinal) || text.Contains("{\"error", StringComparison.Ordinal))
        {
            throw new CheckFailedException("the hub refuses the handshake", "Is it the hub of a Bridge server, with the json protocol?");
        }

        return text.Contains("{}\u001e", StringComparison.Ordinal) || text.Contains("{}\\u001e", StringComparison.Ordinal);
    }
}
