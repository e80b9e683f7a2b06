// Licensed under the MIT License. See LICENSE in the repository root.

using System.Data.Common;

namespace Bridge.Pusher.Apps.Database;

/// <summary>Where the database is that apps come from.</summary>
public sealed class PusherAppDatabaseOptions
{
    /// <summary>Makes connections to the database, with any ADO.NET provider. Required; disposed with the app.</summary>
    public DbDataSource? DataSource { get; set; }

    /// <summary>Whether to create the table when it is missing, in the words of SQLite and PostgreSQL. Default: false.</summary>
    public bool CreatesTable { get; set; }

    /// <summary>How often the table is read again. More queries against changes that hold sooner. Default: 5 seconds.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(5);
}
