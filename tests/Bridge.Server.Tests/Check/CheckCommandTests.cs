// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Bridge.Server.Tests.Check;

/// <summary>The command against real servers; what is wrong on the way is in <see cref="CheckThroughProxyTests"/>.</summary>
public sealed class CheckCommandTests
{
    private const string Patient = "--timeout=60";

    [Fact]
    public async Task Check_PlainServer_EverythingWorks()
    {
        await using ServerProcess server = ServerProcess.Start();
        using HttpClient client = await server.ConnectAsync();

        CheckReportReading report = await CheckReportReading.OfAsync($"{client.BaseAddress}", Patient);

        Assert.Equal(0, report.Code);
        Assert.Equal(
            [
                "Server", "SignalR negotiate", "SignalR WebSocket", "SignalR server-sent events", "SignalR long polling",
                "Pusher WebSocket", "Pusher xhr_streaming", "Pusher xhr_polling",
                "Pusher SockJS xhr_streaming", "Pusher SockJS eventsource", "Pusher SockJS xhr",
                "SockJS websocket", "SockJS xhr_streaming", "SockJS eventsource", "SockJS xhr",
                "SockJS preflight", "Pusher preflight", "REST API",
            ],
            report.Working);
        Assert.EndsWith("Clients of every kind get through.", report.Output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_WrongKeyAndNoSecret_PusherIsRefusedAndRestIsSkipped()
    {
        await using ServerProcess server = ServerProcess.Start();
        using HttpClient client = await server.ConnectAsync();

        CheckReportReading report = await CheckReportReading.OfAsync($"{client.BaseAddress}", Patient, "--key=nobody");

        Assert.Equal(1, report.Code);
        Assert.Equal(
            [
                "Pusher WebSocket", "Pusher xhr_streaming", "Pusher xhr_polling",
                "Pusher SockJS xhr_streaming", "Pusher SockJS eventsource", "Pusher SockJS xhr",
            ],
            report.Broken);
        Assert.Contains("refused with code 4001", report.Output, StringComparison.Ordinal);
        Assert.Contains("give the key of one with --key", report.Output, StringComparison.Ordinal);
        Assert.Contains("skipped  REST API", report.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_WrongSecret_RestIsRefusedAndTheSecretIsNotShown()
    {
        await using ServerProcess server = ServerProcess.Start();
        using HttpClient client = await server.ConnectAsync();

        CheckReportReading report = await CheckReportReading.OfAsync($"{client.BaseAddress}", Patient, "--secret=my-own-secret");

        Assert.Equal(["REST API"], report.Broken);
        Assert.DoesNotContain("my-own-secret", report.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_OriginThatTheAppRefuses_SaysWhichSetting()
    {
        await using ServerProcess server = ServerProcess.Start("Bridge:Apps:0:AllowedOrigins:0=https://app.example");
        using HttpClient client = await server.ConnectAsync();

        CheckReportReading own = await CheckReportReading.OfAsync($"{client.BaseAddress}", Patient, "--origin=https://app.example");
        CheckReportReading other = await CheckReportReading.OfAsync($"{client.BaseAddress}", Patient, "--origin=https://other.example");

        Assert.Equal(0, own.Code);
        Assert.Contains("Pusher WebSocket", other.Broken);
        Assert.Contains("Bridge:Apps:N:AllowedOrigins", other.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_HostNameThatTheServerRefuses_SaysSo()
    {
        await using ServerProcess server = ServerProcess.Start("AllowedHosts=realtime.example");
        using HttpClient client = await server.ConnectAsync();

        CheckReportReading report = await CheckReportReading.OfAsync($"{client.BaseAddress}", Patient);

        Assert.Equal(["Server"], report.Broken);
        Assert.Contains("AllowedHosts", report.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_CertificateThatNobodyTrusts_SaysSo()
    {
        string file = Path.GetTempFileName();
        try
        {
            using RSA key = RSA.Create(2048);
            var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue.AddYears(-1));
            await File.WriteAllBytesAsync(file, certificate.Export(X509ContentType.Pfx));
            await using ServerProcess server = ServerProcess.Start(
                "Kestrel:Endpoints:Tls:Url=https://127.0.0.1:0", $"Kestrel:Endpoints:Tls:Certificate:Path={file}");
            using HttpClient client = await server.ConnectAsync();

            CheckReportReading report = await CheckReportReading.OfAsync($"{client.BaseAddress}", Patient);

            Assert.Equal(["Server"], report.Broken);
            Assert.Contains("no TLS", report.Output, StringComparison.Ordinal);
            Assert.Contains("certificate", report.Output, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Check_NobodyListens_SaysSoAndTriesNothingElse()
    {
        CheckReportReading report = await CheckReportReading.OfAsync("http://127.0.0.1:1", Patient);

        Assert.Equal(1, report.Code);
        Assert.Contains("nobody answers there", report.Output, StringComparison.Ordinal);
        Assert.Contains("Nothing else was tried.", report.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"status\":\"Healthy\"}")]
    [InlineData("<html>\u001b[2J a page</html>")]
    [InlineData("")]
    public async Task Check_AnotherServer_SaysThatItIsNoBridge(string body)
    {
        await using WebApplication other = WebApplication.CreateSlimBuilder().Build();
        other.Urls.Add("http://127.0.0.1:0");
        other.MapFallback(() => Results.Text(body));
        await other.StartAsync();

        CheckReportReading report = await CheckReportReading.OfAsync(other.Urls.First(), Patient);

        Assert.Equal(["Server"], report.Broken);
        Assert.Contains("this is no Bridge server", report.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', report.Output);
    }

    [Fact]
    public async Task Check_Redirect_NamesTheAddress()
    {
        await using WebApplication other = WebApplication.CreateSlimBuilder().Build();
        other.Urls.Add("http://127.0.0.1:0");
        other.MapFallback(() => Results.Redirect("https://realtime.example/"));
        await other.StartAsync();

        CheckReportReading report = await CheckReportReading.OfAsync(other.Urls.First(), Patient);

        Assert.Contains($"answered {(int)HttpStatusCode.Found} Found to https://realtime.example/", report.Output, StringComparison.Ordinal);
        Assert.Contains("do not follow redirects", report.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost:5000", "must begin with http:// or https://")]
    [InlineData("http://127.0.0.1:1", "--timeout must be above 0", "--timeout=0")]
    [InlineData("http://127.0.0.1:1", "--sekret", "--sekret=x")]
    public async Task Check_WrongArguments_SaysWhich(string address, string error, params string[] options)
    {
        CheckReportReading report = await CheckReportReading.OfAsync(address, options);

        Assert.Equal(1, report.Code);
        Assert.Contains(error, report.Output, StringComparison.Ordinal);
    }
}
