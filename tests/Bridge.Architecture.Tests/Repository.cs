// Licensed under the MIT License. See LICENSE in the repository root.

using System.Reflection;
using System.Xml.Linq;

namespace Bridge.Architecture.Tests;

/// <summary>The files of the repository and the assemblies that were built of them.</summary>
internal static class Repository
{
    private const string ServerProject = "Bridge.Server";

    public static string Root { get; } = FindRoot();

    /// <summary>The names of the projects under <c>src</c>.</summary>
    public static IReadOnlyList<string> Projects { get; } =
        [.. Directory.GetFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .Order(StringComparer.Ordinal)];

    /// <summary>The projects that are meant to be used by other programs.</summary>
    public static IEnumerable<string> Libraries => Projects.Where(project => project != ServerProject);

    public static Assembly AssemblyOf(string project) => Assembly.Load(project);

    public static XDocument ProjectFile(string project) =>
        XDocument.Load(Path.Combine(Root, "src", project, project + ".csproj"));

    /// <summary>The source files of the projects, without what the build makes.</summary>
    public static IEnumerable<string> SourceFiles() =>
        Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(Root, file).Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"));

    private static string FindRoot()
    {
        string? directory = AppContext.BaseDirectory;
        while (directory is not null && !File.Exists(Path.Combine(directory, "Bridge.sln")))
        {
            directory = Path.GetDirectoryName(directory);
        }

        return directory ?? throw new InvalidOperationException("The tests do not run inside the repository: no Bridge.sln above them.");
    }
}
