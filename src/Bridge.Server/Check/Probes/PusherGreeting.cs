// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.RegularExpressions;

namespace Bridge.Server.Check.Probes;

/// <summary>The greeting of a Pusher server, as it is or inside a SockJS frame.</summary>
internal sealed partial class PusherGreeting : IGreeting
{
    public static readonly PusherGreeting Instance = new();

    public bool IsIn(string text)
    {
        if (text.Contains("pusher:connection_established", StringComparison.Ordinal))
        {
            return true;
        }

        if (Refusal().Match(text) is { Success: true } refusal)
        {
            string code = refusal.Groups[1].ValueSpan is [_, ..] ? refusal.Groups[1].Value : refusal.Groups[2].Value;
            throw new CheckFailedException($"refused with code {code}", AdviceFor(code));
        }

        return false;
    }

    private static string AdviceFor(string code) => code switch
    {
        "4001" => "The server has no app with this key: give the key of one with --key.",
        "4003" => "The app is disabled (Bridge:Apps:N:Disabled).",
        "4004" => "The app has as many connections as it may (Bridge:Apps:N:Limits:MaxConnections).",
        "4009" => $"{Advice.Origin} Or: {Advice.Token}",
        _ => "docs/specs/pusher.md says what the code means.",
    };

    // A pusher:error frame, or the close frame of a session.
    [GeneratedRegex("""pusher:error.*?code\\*":(\d{4})|c\[(\d{4}),""", RegexOptions.Singleline)]
    private static partial Regex Refusal();
}
