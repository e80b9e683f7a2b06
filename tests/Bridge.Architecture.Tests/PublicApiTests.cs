// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Architecture.Tests;

/// <summary>
/// What programs that use the libraries can see is written down in <c>PublicApi</c>, so that no change of it goes unnoticed.
/// </summary>
public sealed class PublicApiTests
{
    private static readonly string Approved = Path.Combine(Repository.Root, "tests", "Bridge.Architecture.Tests", "PublicApi");

    public static TheoryData<string> Libraries => [.. Repository.Libraries];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void PublicApi_EachLibrary_IsTheApprovedOne(string library)
    {
        string approvedFile = Path.Combine(Approved, library + ".txt");
        string[] approved = File.Exists(approvedFile) ? File.ReadAllLines(approvedFile) : [];
        string[] present = [.. PublicApiPrinter.Print(Repository.AssemblyOf(library))];
        if (approved.SequenceEqual(present))
        {
            return;
        }

        string presentFile = Path.Combine(AppContext.BaseDirectory, library + ".txt");
        File.WriteAllLines(presentFile, present);
        string[] differences = [.. approved.Except(present).Select(line => "- " + line), .. present.Except(approved).Select(line => "+ " + line)];
        Assert.Fail($"""
            The public surface of {library} has changed:
            {string.Join('\n', differences)}
            See it: diff '{approvedFile}' '{presentFile}'
            If this is meant: cp '{presentFile}' '{approvedFile}'
            """);
    }

    [Fact]
    public void ApprovedFiles_All_BelongToALibrary() => Assert.Empty(
        Directory.GetFiles(Approved, "*.txt").Select(file => Path.GetFileNameWithoutExtension(file)).Except(Repository.Libraries));
}
