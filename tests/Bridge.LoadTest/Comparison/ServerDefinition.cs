// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.LoadTest.Clients;

namespace Bridge.LoadTest.Comparison;

/// <summary>A server that takes part in a comparison.</summary>
/// <param name="Name">Its column in the table.</param>
/// <param name="CommandLine">What starts it; <c>{port}</c> stands for the port it is to listen on.</param>
/// <param name="Protocol">How to talk to it.</param>
/// <param name="YardstickArguments">The same for rtload; null when rtload can't.</param>
internal sealed record ServerDefinition(
    string Name,
    string CommandLine,
    ChannelProtocol Protocol,
    IReadOnlyList<string>? YardstickArguments)
{
    /// <summary>Whether it is a .NET program, which the probe can look into.</summary>
    public bool HasProbe { get; init; } = true;
}
