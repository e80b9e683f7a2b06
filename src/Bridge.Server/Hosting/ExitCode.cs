// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Server.Hosting;

/// <summary>What the process tells whoever started it.</summary>
internal static class ExitCode
{
    public const int Success = 0;
    public const int Failure = 1;
}
