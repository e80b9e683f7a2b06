// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Server.Configuration;

/// <summary>Where apps come from besides the configuration. Bound from <c>Bridge:AppStore</c>.</summary>
internal sealed class AppStoreOptions
{
    /// <summary>The file of an SQLite database, created when it is missing. Default: none.</summary>
    public string? Sqlite { get; set; }

    /// <summary>Seconds between two looks for changes. Default: 5.</summary>
    public int PollSeconds { get; set; } = 5;
}
