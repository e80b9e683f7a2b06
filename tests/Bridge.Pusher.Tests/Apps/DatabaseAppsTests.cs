// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Apps;
using Bridge.Pusher.Apps.Database;
using Bridge.Pusher.Tests.Connections;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bridge.Pusher.Tests.Apps;

/// <summary>Apps in an SQLite database, beside those of the configuration.</summary>
public sealed class DatabaseAppsTests : IDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(5);

    private readonly string _file = Path.Combine(Path.GetTempPath(), $"bridge-apps-{Guid.NewGuid():N}.db");
    private readonly ManualTimeProvider _time = new();
    private readonly ErrorLog _log = new();

    [Fact]
    public void Start_DatabaseIsMissing_CreatesItWithoutApps()
    {
        using ServiceProvider services = Start();

        Assert.Empty(Store(services).Apps);
        Execute("SELECT id, app_key, secret, previous_key, previous_secret, settings FROM bridge_apps");
    }

    [Fact]
    public void Start_RowsAndConfiguration_AreAllApps()
    {
        using (Start())
        {
            Execute("""
                INSERT INTO bridge_apps VALUES ('1002', '0123', 's2', '42', 's1',
                '{"Name":"Shop","GroupPrefix":"shop:","ClientEvents":false,"AllowedOrigins":["https://shop.example"],"Limits":{"MaxConnections":7}}')
                """);
        }

        using ServiceProvider services = Start(new PusherApp("1001", "key", "secret") { GroupPrefix = "first:" });
        PusherApp app = Store(services).FindById("1002")!;

        Assert.Equal(["1001", "1002"], Store(services).Apps.Select(each => each.Id).Order());
        Assert.Equal(("0123", "s2", "42", "s1", "Shop"), (app.Key, app.Secret, app.PreviousKey, app.PreviousSecret, app.Name));
        Assert.Equal((false, 7, "https://shop.example"), (app.ClientEvents, app.Limits.MaxConnections, app.AllowedOrigins.Single()));
        Assert.Same(app, Store(services).FindByKey("42"));
    }

    [Fact]
    public void Poll_RowsChange_AreTakenAtTheNextPoll()
    {
        using ServiceProvider services = Start();
        IReadOnlyCollection<PusherApp> before = Store(services).Apps;
        Insert("1", "k", "s");
        _time.Advance(PollInterval - TimeSpan.FromTicks(1));
        Assert.Same(before, Store(services).Apps);

        _time.Advance(TimeSpan.FromTicks(1));
        PusherApp first = Store(services).FindByKey("k")!;
        _time.Advance(PollInterval);
        Assert.Same(first, Store(services).FindByKey("k"));

        Execute("UPDATE bridge_apps SET app_key = 'k2', previous_key = 'k', previous_secret = 's'");
        _time.Advance(PollInterval);
        Assert.NotNull(Store(services).FindByKey("k2"));

        Execute("DELETE FROM bridge_apps");
        _time.Advance(PollInterval);
        Assert.Empty(Store(services).Apps);
    }

    [Fact]
    public void Poll_RowsAreBad_KeepsTheAppsAndLogsEverythingButSecrets()
    {
        using ServiceProvider services = Start(new PusherApp("1", "k", "s"));

        Insert("2", "k", "hidden", """{"GroupPrefix":"b:","Limits":{"MaxConnections":"many"}}""");
        Insert("3", "k3", "hidden", """{"GroupPrefix":"c:","Limit":{}}""");
        Insert("4", "k4", "hidden", "not JSON");
        Insert("5", "k5", "hidden");
        _time.Advance(PollInterval);

        Assert.Equal(["1"], Store(services).Apps.Select(app => app.Id));
        string error = Assert.Single(_log.Errors);
        Assert.Contains("Database:2:settings can't be used", error, StringComparison.Ordinal);
        Assert.Contains("Limits:MaxConnections", error, StringComparison.Ordinal);
        Assert.Contains("Database:3:settings can't be used", error, StringComparison.Ordinal);
        Assert.Contains("Database:4:settings can't be used", error, StringComparison.Ordinal);
        Assert.Contains("Database:5:GroupPrefix is missing", error, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_RowsAreBad_Fails()
    {
        using (Start())
        {
            Insert("1", "a b", "s");
        }

        var error = Assert.Throws<OptionsValidationException>(() => Start());

        Assert.Equal(["Database:1:Key 'a b' must consist of letters, digits, '_' and '-'."], error.Failures);
    }

    [Fact]
    public void Start_FileIsNoDatabase_FailsAndSaysSo()
    {
        File.WriteAllText(_file, new string('x', 4096));

        var error = Assert.Throws<OptionsValidationException>(() => Start());

        Assert.StartsWith("The database of the apps can't be read: ", Assert.Single(error.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void Poll_DatabaseIsAway_KeepsTheAppsAndSaysSoOnce()
    {
        using ServiceProvider services = Start();
        Insert("1", "k", "s");
        _time.Advance(PollInterval);
        Execute("ALTER TABLE bridge_apps RENAME TO away");

        _time.Advance(PollInterval);
        _time.Advance(PollInterval);
        Assert.NotNull(Store(services).FindByKey("k"));
        Assert.Contains("The database of the apps can't be read; the apps stay as they are.", Assert.Single(_log.Errors), StringComparison.Ordinal);

        Execute("ALTER TABLE away RENAME TO bridge_apps");
        Execute("UPDATE bridge_apps SET app_key = 'k2'");
        _time.Advance(PollInterval);
        Assert.NotNull(Store(services).FindByKey("k2"));
    }

    public void Dispose() => File.Delete(_file);

    private ServiceProvider Start(params PusherApp[] configured)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_time);
        services.AddLogging(logging => logging.AddProvider(_log));
        services.AddSignalR().AddBridge(bridge => bridge
            .AddPusher(options =>
            {
                foreach (PusherApp app in configured)
                {
                    options.Apps.Add(app);
                }
            })
            .AddPusherAppDatabase(database =>
            {
                database.DataSource = SqliteFactory.Instance.CreateDataSource($"Data Source={_file};Pooling=False");
                database.CreatesTable = true;
                database.PollInterval = PollInterval;
            }));
        ServiceProvider provider = services.BuildServiceProvider();
        Store(provider);
        provider.GetRequiredService<DatabaseApps>().StartAsync(default);
        return provider;
    }

    private static IPusherAppStore Store(IServiceProvider services) => services.GetRequiredService<IPusherAppStore>();

    private void Insert(string id, string key, string secret, string? settings = null) =>
        Execute("INSERT INTO bridge_apps VALUES ($id, $key, $secret, NULL, NULL, $settings)", ("$id", id), ("$key", key), ("$secret", secret), ("$settings", settings));

    private void Execute(string sql, params (string Name, string? Value)[] parameters)
    {
        using var connection = new SqliteConnection($"Data Source={_file};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        foreach ((string name, string? value) in parameters)
        {
            command.Parameters.AddWithValue(name, (object?)value ?? DBNull.Value);
        }

        command.ExecuteNonQuery();
    }
}
