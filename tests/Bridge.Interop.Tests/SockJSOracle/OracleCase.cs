// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Interop.Tests.SockJSOracle;

/// <summary>A conversation that is held with both servers.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="HoldAsync">Holds it.</param>
internal sealed record OracleCase(string Name, Func<Conversation, Task> HoldAsync)
{
    /// <summary>A single GET.</summary>
    public static OracleCase Get(string target, params string[] headers) => Single("GET", target, null, headers);

    /// <summary>A single POST.</summary>
    public static OracleCase Post(string target, string body = "", params string[] headers) => Single("POST", target, body, headers);

    /// <summary>A single request; {id} stands for an id that no other session has.</summary>
    public static OracleCase Single(string method, string target, string? body, params string[] headers) => new(
        string.Join(' ', [method, target, .. body is null or "" ? Array.Empty<string>() : [body], .. headers]),
        talk => talk.AskAsync(method, target.Replace("{id}", talk.Session, StringComparison.Ordinal), body, headers));
}
