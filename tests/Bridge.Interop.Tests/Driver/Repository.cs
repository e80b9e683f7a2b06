// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Interop.Tests.Driver;

/// <summary>Where things are in the working copy that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string InteropTests => Path.Combine(Root, "tests", "Bridge.Interop.Tests");

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Bridge.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"Bridge.sln is in no folder above {AppContext.BaseDirectory}.");
    }
}
