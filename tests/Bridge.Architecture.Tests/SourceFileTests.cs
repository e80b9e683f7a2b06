// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Architecture.Tests;

public sealed class SourceFileTests
{
    // A file this long does more than one thing, or is one state machine that somebody has looked at before raising this.
    private const int MaxLines = 350;

    [Fact]
    public void SourceFiles_All_AreShortEnoughToRead()
    {
        string[] files = [.. Repository.SourceFiles()];
        Assert.NotEmpty(files);
        Assert.Empty(files
            .Select(file => (Name: Path.GetRelativePath(Repository.Root, file), Lines: File.ReadLines(file).Count()))
            .Where(file => file.Lines > MaxLines)
            .Select(file => $"{file.Name} has {file.Lines} lines"));
    }
}
