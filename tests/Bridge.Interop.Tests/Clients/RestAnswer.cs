// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;

namespace Bridge.Interop.Tests.Clients;

/// <summary>An answer of the REST API.</summary>
public sealed record RestAnswer(int Status, string Body)
{
    /// <summary>What the answer says about a channel when info was asked for.</summary>
    public string InfoOf(string channel) =>
        JsonElement.Parse(Body).GetProperty("channels").GetProperty(channel).GetRawText();
}
