// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.LoadTest.Clients;

/// <summary>What the clients of one run have come to.</summary>
internal sealed class ClientTally
{
    public int Ready { get; set; }

    public int Disconnects { get; set; }

    /// <summary>The first thing that makes the run worthless.</summary>
    public string? Failure { get; private set; }

    public void Fail(string reason) => Failure ??= reason;
}
