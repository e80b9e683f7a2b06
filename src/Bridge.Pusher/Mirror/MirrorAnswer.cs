// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Pusher.Mirror;

/// <summary>What came of one attempt.</summary>
/// <param name="Reason">Why the service has not taken it, with nothing secret in it; empty when it has.</param>
/// <param name="IsFinal">Whether another attempt would end the same way.</param>
internal readonly record struct MirrorAnswer(string Reason, bool IsFinal)
{
    public static readonly MirrorAnswer Accepted = new("", IsFinal: true);

    public bool IsAccepted => Reason.Length == 0;
}
