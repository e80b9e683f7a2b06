// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.DependencyInjection;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Bridge.Server.Configuration;

/// <summary>The embedded database that apps may come from.</summary>
internal static class AppDatabase
{
    public const string SectionName = "AppStore";

    /// <summary>Adds the database when the configuration names its file.</summary>
    public static void AddAppDatabase(this BridgeBuilder bridge, IConfiguration configuration)
    {
        AppStoreOptions options = new();
        CheckedSettings.Of(configuration).Sound.GetSection(SectionName).Bind(options);
        if (string.IsNullOrEmpty(options.Sqlite))
        {
            return;
        }

        bridge.Services.AddOptions<AppStoreOptions>().ValidateOnStart();
        bridge.Services.AddSingleton<IValidateOptions<AppStoreOptions>>(new Validator(options));
        string file = Path.GetFullPath(options.Sqlite, AppContext.BaseDirectory);
        bridge.AddPusherAppDatabase(database =>
        {
            database.DataSource = SqliteFactory.Instance.CreateDataSource(new SqliteConnectionStringBuilder { DataSource = file }.ToString());
            database.CreatesTable = true;
            database.PollInterval = TimeSpan.FromSeconds(Math.Max(1, options.PollSeconds));
        });
        MakePrivate(file);
    }

    /// <summary>There are secrets in it: a new file is for the account of the server only.</summary>
    private static void MakePrivate(string file)
    {
        if (OperatingSystem.IsWindows() || File.Exists(file) || !Directory.Exists(Path.GetDirectoryName(file)))
        {
            return;
        }

        using FileStream created = new(file, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
    }

    private sealed class Validator(AppStoreOptions options) : IValidateOptions<AppStoreOptions>
    {
        public ValidateOptionsResult Validate(string? name, AppStoreOptions _) => options.PollSeconds >= 1
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"Bridge:AppStore:PollSeconds is {options.PollSeconds}, but must be at least 1.");
    }
}
