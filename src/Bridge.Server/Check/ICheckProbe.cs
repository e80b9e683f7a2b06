// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Server.Check;

/// <summary>Tries one way to reach the server, as one kind of client does.</summary>
internal interface ICheckProbe
{
    /// <summary>What it tries, for people.</summary>
    string Name { get; }

    /// <summary>The path it tries, without what the address has in front.</summary>
    string Path { get; }

    /// <summary>Tries it.</summary>
    /// <param name="target">The server.</param>
    /// <param name="cancellationToken">The time for it is over.</param>
    /// <returns>How it went when it did not fail.</returns>
    /// <exception cref="CheckFailedException">It does not work, and this is why.</exception>
    Task<CheckResult> RunAsync(CheckTarget target, CancellationToken cancellationToken);
}
