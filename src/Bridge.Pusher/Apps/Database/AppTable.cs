// Licensed under the MIT License. See LICENSE in the repository root.

using System.Data.Common;

namespace Bridge.Pusher.Apps.Database;

/// <summary>The table <c>bridge_apps</c> (docs/operations/apps.md, "Apps in a database").</summary>
internal sealed class AppTable(DbDataSource dataSource)
{
    private const string Create = """
        CREATE TABLE IF NOT EXISTS bridge_apps (
          id VARCHAR(200) NOT NULL PRIMARY KEY,
          app_key VARCHAR(200) NOT NULL UNIQUE,
          secret VARCHAR(200) NOT NULL,
          previous_key VARCHAR(200) NULL UNIQUE,
          previous_secret VARCHAR(200) NULL,
          settings TEXT NULL
        )
        """;

    private const string Select =
        "SELECT id, app_key, secret, previous_key, previous_secret, settings FROM bridge_apps ORDER BY id";

    /// <summary>Creates the table when it is missing.</summary>
    /// <exception cref="DbException">The database refuses.</exception>
    public void CreateIfMissing()
    {
        using DbCommand command = dataSource.CreateCommand(Create);
        command.ExecuteNonQuery();
    }

    /// <summary>All rows, in the order of their ids.</summary>
    /// <exception cref="DbException">The table can't be read.</exception>
    public IReadOnlyList<AppRow> Read()
    {
        using DbCommand command = dataSource.CreateCommand(Select);
        using DbDataReader reader = command.ExecuteReader();
        List<AppRow> rows = [];
        while (reader.Read())
        {
            rows.Add(new AppRow(
                reader.GetString(0), reader.GetString(1), reader.GetString(2), Optional(reader, 3), Optional(reader, 4), Optional(reader, 5)));
        }

        return rows;
    }

    private static string? Optional(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
