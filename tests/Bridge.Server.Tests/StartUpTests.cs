// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;

namespace Bridge.Server.Tests;

public sealed class StartUpTests
{
    private static readonly string[] OwnApp = ["Bridge:Apps:0:Id=7", "Bridge:Apps:0:Key=own-key", "Bridge:Apps:0:Secret=own-secret"];

    [Fact]
    public async Task Start_NoConfiguration_PrintsPageAndWarnsOfDemoSecret()
    {
        await using ServerProcess server = ServerProcess.Start();

        Assert.StartsWith("warn:", await server.WaitForLineAsync("demo app is in use"), StringComparison.Ordinal);
        Assert.Matches("Demo page: http://127.0.0.1:[1-9][0-9]*/$", await server.WaitForLineAsync("Demo page"));
    }

    [Fact]
    public async Task Start_ManyErrors_ReportsAllByKeyAndFails()
    {
        await using ServerProcess server = ServerProcess.Start(
            "Bridge:Apps:0:Key=own-key",
            "Bridge:Apps:0:Secret=my-own-secret",
            "Bridge:Apps:0:ClientEvents=maybe",
            "Bridge:Apps:0:Limits:MaxWatchlist=-1",
            "Bridge:MaxMessageBytes=many",
            "Bridge:Delivery:SlowConsumer=Wait",
            "Bridge:Delivery:QueueBytes=0",
            "Bridge:Idempotency:MaxBytes=1",
            "Bridge:PublicPathPrefix=realtime/",
            "Bridge:Apps:0:Limits:BackendEventsPerSecond=-1",
            "urls=nowhere");

        (int code, string output, string errors) = await server.WaitForExitAsync();

        Assert.Equal(1, code);
        Assert.Equal(
            [
                "Bridge:Apps:0:ClientEvents",
                "Bridge:Apps:0:Id",
                "Bridge:Apps:0:Limits:BackendEventsPerSecond",
                "Bridge:Apps:0:Limits:MaxWatchlist",
                "Bridge:Delivery:QueueBytes",
                "Bridge:Delivery:SlowConsumer",
                "Bridge:Idempotency:MaxBytes",
                "Bridge:MaxMessageBytes",
                "Bridge:PublicPathPrefix",
                "urls",
            ],
            errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(KeyOf).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("   at ", output + errors, StringComparison.Ordinal);
        Assert.DoesNotContain("my-own-secret", output + errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Now listening", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("urls=http://0.0.0.0:0", "urls")]
    [InlineData("Kestrel:Endpoints:Public:Url=http://[::]:0", "Kestrel:Endpoints:Public:Url")]
    public async Task Start_DemoSecretOnOpenAddress_RefusesAndNamesTheSettings(string address, string key)
    {
        await using ServerProcess server = ServerProcess.Start(address);

        (int code, string output, string errors) = await server.WaitForExitAsync();

        Assert.Equal(1, code);
        string error = Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1));
        Assert.Equal(key, KeyOf(error));
        Assert.Contains("Bridge:Apps:0:Secret", error, StringComparison.Ordinal);
        Assert.DoesNotContain("Now listening", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OwnApp_HasNoDemo()
    {
        await using ServerProcess server = ServerProcess.Start(OwnApp);
        using HttpClient client = await server.ConnectAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.PostAsync("/pusher/auth", null)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.PostAsync("/pusher/user-auth", null)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/ready")).StatusCode);
        Assert.Equal("{\"health\":\"OK\"}", await client.GetStringAsync("/up"));
    }

    [Fact]
    public async Task Start_RedisIsNotThere_ServesAndIsReadyButDegraded()
    {
        await using ServerProcess server = ServerProcess.Start("Bridge:Redis:Configuration=127.0.0.1:1,password=hunter2");
        using HttpClient client = await server.ConnectAsync();

        HttpResponseMessage ready = await client.GetAsync("/health/ready");

        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        string body = await ready.Content.ReadAsStringAsync();
        Assert.StartsWith("""{"status":"Degraded",""", body, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_RedisSettingsAreWrong_SaysWhichAndNoSecret()
    {
        await using ServerProcess server = ServerProcess.Start(
            "Bridge:Redis:Configuration=host,pasword=hunter2", "Bridge:Redis:OutageBufferBytes=1", "Bridge:Redis:SubscriptionConnections=many");

        (int code, _, string errors) = await server.WaitForExitAsync();

        Assert.Equal(1, code);
        Assert.Contains("Bridge:Redis:Configuration has an unknown option 'pasword'.", errors, StringComparison.Ordinal);
        Assert.Contains("Bridge:Redis:OutageBufferBytes is 1", errors, StringComparison.Ordinal);
        Assert.Contains("Bridge:Redis:SubscriptionConnections 'many' must be a whole number", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_BrokenSettingsFile_SaysWhichAndWhere()
    {
        string environment = $"Broken-{Guid.NewGuid():N}";
        string file = Path.Combine(AppContext.BaseDirectory, $"appsettings.{environment}.json");
        await File.WriteAllTextAsync(file, """{ "Bridge": { "Apps": [{ "Secret": "my-own-secret", } } }""");
        try
        {
            await using ServerProcess server = ServerProcess.Start($"environment={environment}");

            (int code, string output, string errors) = await server.WaitForExitAsync();

            Assert.Equal(1, code);
            string[] lines = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal("The server does not start: 1 error in the configuration.", lines[0]);
            Assert.StartsWith($"  Failed to load configuration from file '{file}'.", Assert.Single(lines[1..]), StringComparison.Ordinal);
            Assert.Contains("LineNumber: 0", lines[1], StringComparison.Ordinal);
            Assert.DoesNotContain("my-own-secret", output + errors, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Start_MirrorSettingsAreWrong_SaysWhichAndNoSecret()
    {
        await using ServerProcess server = ServerProcess.Start(
            "Bridge:Mirror:Services:0:Secret=hunter2", "Bridge:Mirror:Services:0:Batch=many", "Bridge:Mirror:Services:0:Url=nowhere");

        (int code, _, string errors) = await server.WaitForExitAsync();

        Assert.Equal(1, code);
        Assert.Equal(
            ["Bridge:Mirror:Services:0:AppId", "Bridge:Mirror:Services:0:Batch", "Bridge:Mirror:Services:0:Key", "Bridge:Mirror:Services:0:Url"],
            errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(KeyOf).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("hunter2", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_UnknownSetting_WarnsWithTheNearestNameAndStarts()
    {
        await using ServerProcess server = ServerProcess.Start("Bridge:Delivery:QueueByte=5");

        string warning = await server.WaitForLineAsync("Bridge:Delivery:QueueByte ");

        Assert.StartsWith("warn:", warning, StringComparison.Ordinal);
        Assert.EndsWith("Did you mean Bridge:Delivery:QueueBytes?", warning, StringComparison.Ordinal);
        await server.WaitForLineAsync("Now listening on");
    }

    [Fact]
    public async Task Start_AddressInUse_SaysSoAndFails()
    {
        await using ServerProcess first = ServerProcess.Start();
        using HttpClient client = await first.ConnectAsync();
        await using ServerProcess second = ServerProcess.Start($"urls={client.BaseAddress}");

        (int code, _, string errors) = await second.WaitForExitAsync();

        Assert.Equal(1, code);
        Assert.Contains("address already in use", Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    private static string KeyOf(string error) => error.Trim().Split(' ')[0];
}
