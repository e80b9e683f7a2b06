// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Server.Check.Probes;

/// <summary>The first message of the server in some dialect.</summary>
internal interface IGreeting
{
    /// <summary>Whether a text holds it.</summary>
    /// <returns>False as long as more is to come.</returns>
    /// <exception cref="CheckFailedException">The server refuses the client, or it is no server of this dialect.</exception>
    bool IsIn(string text);
}
