// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Server.Configuration;
using Microsoft.Extensions.Configuration;

namespace Bridge.Server.Tests.Configuration;

public sealed class SettingsFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-settings-").FullName;

    private string File => Path.Combine(_folder, "appsettings.json");

    [Theory]
    [InlineData("{ \"Bridge\": ")]
    [InlineData("")]
    [InlineData("[]")]
    public void Errors_FileIsBrokenMeanwhile_NamesItAndReloadingDoesNotThrow(string content)
    {
        System.IO.File.WriteAllText(File, "{}");
        using ConfigurationManager configuration = new();
        configuration.AddJsonFile(File, optional: true).AddJsonFile(Path.Combine(_folder, "missing.json"), optional: true);
        SettingsFiles.ReportWhenBroken(configuration);
        Assert.Empty(SettingsFiles.Errors(configuration));

        System.IO.File.WriteAllText(File, content);
        ((IConfigurationRoot)configuration).Reload();

        Assert.StartsWith("appsettings.json can't be read: ", Assert.Single(SettingsFiles.Errors(configuration)), StringComparison.Ordinal);
        System.IO.File.WriteAllText(File, "{}");
        Assert.Empty(SettingsFiles.Errors(configuration));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
