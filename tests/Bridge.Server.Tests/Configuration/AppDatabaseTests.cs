// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Bridge.Server.Tests.Configuration;

/// <summary>The program with its apps in an SQLite file.</summary>
public sealed class AppDatabaseTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"bridge-server-{Guid.NewGuid():N}.db");

    [Fact]
    public async Task Start_DatabaseIsNamed_CreatesItForTheServerAloneAndServesItsApps()
    {
        await using (ServerProcess first = ServerProcess.Start($"Bridge:AppStore:Sqlite={_file}"))
        {
            using HttpClient client = await first.ConnectAsync();
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(new Uri("/", UriKind.Relative))).StatusCode);
        }

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_file));
        }

        Insert("""INSERT INTO bridge_apps (id, app_key, secret, settings) VALUES (7, 'own-key', 'own-secret', '{"Name":"Shop"}')""");
        await using ServerProcess server = ServerProcess.Start($"Bridge:AppStore:Sqlite={_file}");
        using HttpClient http = await server.ConnectAsync();
        using var socket = new ClientWebSocket();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await socket.ConnectAsync(new Uri($"ws://{http.BaseAddress!.Authority}/app/own-key?protocol=7"), patience.Token);
        byte[] greeting = new byte[1024];
        WebSocketReceiveResult result = await socket.ReceiveAsync(greeting, patience.Token);

        Assert.Contains("pusher:connection_established", Encoding.UTF8.GetString(greeting, 0, result.Count), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_DatabaseCannotBe_SaysWhyWithAllOtherErrors()
    {
        await using ServerProcess server = ServerProcess.Start(
            $"Bridge:AppStore:Sqlite={_file}/no/such/folder.db", "Bridge:AppStore:PollSeconds=0", "Bridge:PongTimeoutSeconds=0");

        (int code, _, string errors) = await server.WaitForExitAsync();

        Assert.Equal(1, code);
        Assert.Contains("The database of the apps can't be read", errors, StringComparison.Ordinal);
        Assert.Contains("Bridge:AppStore:PollSeconds", errors, StringComparison.Ordinal);
        Assert.Contains("Bridge:PongTimeoutSeconds", errors, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(_file);

    private void Insert(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_file};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
