// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.RegularExpressions;

namespace Bridge.Interop.Tests.SockJSOracle;

/// <summary>Something that Bridge.SockJS does differently from sockjs-node on purpose.</summary>
/// <param name="Section">The section of SOCKJS.md that is the reason.</param>
/// <param name="Why">The reason.</param>
/// <param name="Cases">In which cases, a regular expression.</param>
/// <param name="Node">What sockjs-node answers, a regular expression for the transcript.</param>
/// <param name="Bridge">What stands there in the transcript of Bridge.</param>
internal sealed record IntendedDifference(string Section, string Why, string Cases, string Node, string Bridge)
{
    public bool AppliesTo(string caseName) => Regex.IsMatch(caseName, Cases);

    /// <summary>What Bridge is to answer, after what sockjs-node answered.</summary>
    public string Apply(string caseName, string transcript) =>
        AppliesTo(caseName) ? Regex.Replace(transcript, Node, Bridge, RegexOptions.Multiline) : transcript;
}
