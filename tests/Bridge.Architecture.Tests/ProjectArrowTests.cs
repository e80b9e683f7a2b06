// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Architecture.Tests;

/// <summary>Which project may know which. What is not in the list has no place yet: decide on it, then write it down here.</summary>
public sealed class ProjectArrowTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Bridge.SockJS"] = [],
        ["Bridge.Core"] = [],
        ["Bridge.Pusher"] = ["Bridge.Core", "Bridge.SockJS"],
        ["Bridge.Centrifuge"] = ["Bridge.Core", "Bridge.SockJS"],
        ["Bridge.Redis"] = ["Bridge.Core", "Bridge.SockJS"],
        ["Bridge.Testing"] = ["Bridge.Core", "Bridge.Pusher"],
        ["Bridge.Server"] = ["Bridge.Core", "Bridge.SockJS", "Bridge.Pusher", "Bridge.Centrifuge", "Bridge.Redis"],
    };

    private static readonly string[] TestPackages =
        ["xunit", "Microsoft.NET.Test.Sdk", "FsCheck", "BenchmarkDotNet", "Microsoft.Playwright", "Microsoft.AspNetCore.SignalR.Client"];

    public static TheoryData<string> Projects => [.. Repository.Projects];

    [Theory]
    [MemberData(nameof(Projects))]
    public void ProjectReferences_EachProject_FollowTheArrows(string project) =>
        AssertAllowed(project, ItemsOf(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'))));

    [Theory]
    [MemberData(nameof(Projects))]
    public void AssemblyReferences_EachProject_FollowTheArrows(string project) =>
        AssertAllowed(project, ReferencesOf(project).Where(name => name.StartsWith("Bridge.", StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Packages_EachProject_AreNotForTests(string project) => Assert.DoesNotContain(
        ItemsOf(project, "PackageReference").Concat(ReferencesOf(project)),
        name => TestPackages.Any(package => name.StartsWith(package, StringComparison.OrdinalIgnoreCase)));

    [Theory]
    [MemberData(nameof(Projects))]
    public void AssemblyReferences_EachProject_AreThere(string project) =>
        Assert.Contains(ReferencesOf(project), name => name.StartsWith("System.", StringComparison.Ordinal));

    private static void AssertAllowed(string project, IEnumerable<string> references)
    {
        Assert.True(Allowed.TryGetValue(project, out string[]? allowed), $"{project} is not in the list of projects.");
        Assert.Empty(references.Except(allowed!));
    }

    private static IEnumerable<string> ItemsOf(string project, string item) =>
        Repository.ProjectFile(project).Descendants(item).Select(element => (string)element.Attribute("Include")!);

    private static IEnumerable<string> ReferencesOf(string project) =>
        Repository.AssemblyOf(project).GetReferencedAssemblies().Select(reference => reference.Name!);
}
