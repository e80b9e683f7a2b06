// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Server.Tests.Check;

/// <summary>What the command <c>check</c> said of a server.</summary>
internal sealed class CheckReportReading
{
    private CheckReportReading(int code, string output)
    {
        Code = code;
        Output = output;
    }

    public int Code { get; }

    public string Output { get; }

    /// <summary>The names of the checks that failed, in their order.</summary>
    public IEnumerable<string> Broken => NamesOf("BROKEN");

    public IEnumerable<string> Warnings => NamesOf("warning");

    public IEnumerable<string> Working => NamesOf("works");

    /// <summary>Runs the command.</summary>
    /// <param name="address">The server's address.</param>
    /// <param name="options">Further options.</param>
    public static async Task<CheckReportReading> OfAsync(string address, params string[] options)
    {
        await using ServerProcess check = ServerProcess.StartProgram(["check", address, .. options]);
        (int code, string output, string errors) = await check.WaitForExitAsync();
        return new CheckReportReading(code, output + errors);
    }

    private IEnumerable<string> NamesOf(string status) => Output.Split('\n')
        .Where(line => line.StartsWith(status + " ", StringComparison.Ordinal))
        .Select(line => line.Split("  ", StringSplitOptions.RemoveEmptyEntries)[1].Trim());
}
