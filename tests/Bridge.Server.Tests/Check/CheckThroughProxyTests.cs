// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Server.Tests.Check;

/// <summary>The command through a real nginx that is set up wrong, and as docs/operations/check.md says.</summary>
public sealed class CheckThroughProxyTests
{
    private const string Patient = "--timeout=60";

    private const string PassUpgrade = "proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_header; proxy_set_header Host $http_host;";

    private static readonly string[] WebSockets = ["SignalR WebSocket", "Pusher WebSocket", "SockJS websocket"];

    [Fact]
    public async Task Check_ProxyAsTheDocumentationSays_EverythingWorks()
    {
        CheckReportReading report = await ThroughAsync(server => $"location / {{ proxy_pass {server}; {PassUpgrade} proxy_buffering off; }}", "", Patient);

        Assert.Equal(0, report.Code);
        Assert.Empty(report.Warnings);
    }

    [Fact]
    public async Task Check_ProxyBlocksUpgrades_OnlyWebSocketsAreBroken()
    {
        CheckReportReading report = await ThroughAsync(
            server => $"location / {{ proxy_pass {server}; proxy_set_header Connection \"\"; proxy_set_header Host $http_host; }}", "", Patient);

        Assert.Equal(1, report.Code);
        Assert.Equal(WebSockets, report.Broken);
        Assert.Contains("proxy_set_header Upgrade $http_upgrade", report.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_ProxyBuffersAndCompresses_StreamsAreHeldBack()
    {
        const string Buffering = "proxy_buffering on; proxy_ignore_headers X-Accel-Buffering; gzip on; gzip_types *; gzip_proxied any; gzip_min_length 1;";

        // Streams hang for the whole time; what does not hang has to be through by then.
        CheckReportReading report = await ThroughAsync(server => $"location / {{ proxy_pass {server}; {PassUpgrade} {Buffering} }}", "", "--timeout=20");

        Assert.Equal(1, report.Code);
        Assert.Contains("Pusher xhr_streaming", report.Broken);
        Assert.Contains("SockJS eventsource", report.Broken);
        Assert.Empty(report.Broken.Intersect([.. WebSockets, "SockJS xhr", "Pusher xhr_polling", "SignalR long polling", "REST API"]));
        Assert.Contains("held back", report.Output, StringComparison.Ordinal);
        Assert.Contains("proxy_buffering off", report.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_ProxyCompressesStreams_Warns()
    {
        CheckReportReading report = await ThroughAsync(
            server => $"location / {{ proxy_pass {server}; {PassUpgrade} gzip on; gzip_types *; gzip_proxied any; gzip_min_length 1; }}", "", Patient);

        Assert.Equal(0, report.Code);
        Assert.Contains("SockJS xhr_streaming", report.Warnings);
        Assert.Contains("gzip off", report.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_ProxyStripsAPathPrefix_OnlyTheRestApiIsBrokenAndTheSettingRepairsIt()
    {
        string Location(string server) => $"location /realtime/ {{ proxy_pass {server}; {PassUpgrade} }}";

        CheckReportReading before = await ThroughAsync(Location, "realtime", Patient);
        CheckReportReading after = await ThroughAsync(Location, "realtime/", Patient, "Bridge:PublicPathPrefix=/realtime");
        CheckReportReading without = await ThroughAsync(Location, "", Patient);

        Assert.Equal(["REST API"], before.Broken);
        Assert.Contains("set Bridge:PublicPathPrefix to /realtime", before.Output, StringComparison.Ordinal);
        Assert.Equal(0, after.Code);
        Assert.Equal(["Server"], without.Broken);
        Assert.Contains("with the path that the proxy has in front", without.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_ProxyAnswersPreflightsAndHidesHealth_SaysBoth()
    {
        CheckReportReading report = await ThroughAsync(
            server => $$"""
                location / { if ($request_method = OPTIONS) { return 405; } proxy_pass {{server}}; {{PassUpgrade}} }
                location /health { return 404; }
                """,
            "",
            Patient);

        Assert.Equal(["SockJS preflight", "Pusher preflight"], report.Broken);
        Assert.Equal(["Server"], report.Warnings);
        Assert.Contains("must pass OPTIONS requests on", report.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_ServerBehindTheProxyIsDown_SaysSo()
    {
        await using Nginx nginx = await Nginx.StartAsync("location / { proxy_pass http://127.0.0.1:1; }");

        CheckReportReading report = await CheckReportReading.OfAsync($"{nginx.Address}", Patient);

        Assert.Equal(["Server"], report.Broken);
        Assert.Contains("The proxy does not reach the server", report.Output, StringComparison.Ordinal);
    }

    private static async Task<CheckReportReading> ThroughAsync(Func<string, string> location, string path, string timeout, params string[] settings)
    {
        await using ServerProcess server = ServerProcess.Start(settings);
        using HttpClient client = await server.ConnectAsync();

        // With the slash at the end nginx takes the location's path away.
        await using Nginx nginx = await Nginx.StartAsync(location($"{client.BaseAddress}"));
        return await CheckReportReading.OfAsync($"{nginx.Address}{path}", timeout);
    }
}
