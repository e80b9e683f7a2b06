// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Server.Check.Probes;

/// <summary>Sessions that nobody else has.</summary>
internal static class SessionId
{
    private const string Placeholder = "{session}";

    public static string New() => Guid.NewGuid().ToString("N");

    /// <summary>A path with a new session in it.</summary>
    public static string In(string path) => path.Replace(Placeholder, New(), StringComparison.Ordinal);
}
