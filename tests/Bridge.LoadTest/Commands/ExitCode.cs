// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.LoadTest.Commands;

/// <summary>How the program ends.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>Something was lost, a connection dropped, or a target was missed.</summary>
    public const int Missed = 1;

    /// <summary>There is no result.</summary>
    public const int Failed = 2;
}
