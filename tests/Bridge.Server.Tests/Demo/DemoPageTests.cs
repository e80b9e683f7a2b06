// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using System.Text.RegularExpressions;

namespace Bridge.Server.Tests.Demo;

public sealed partial class DemoPageTests : IAsyncLifetime
{
    private static readonly string WebRoot = Path.Combine(AppContext.BaseDirectory, "wwwroot");

    private readonly ServerProcess _server = ServerProcess.Start();
    private HttpClient _client = null!;

    public static TheoryData<string> OwnFiles =>
        [.. Directory.GetFiles(Path.Combine(WebRoot, "demo")).Select(Path.GetFileName).Select(name => $"demo/{name}").Append("index.html")];

    public async Task InitializeAsync() => _client = await _server.ConnectAsync();

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Page_EveryFileItNames_IsServedWithTheStrictPolicy()
    {
        string page = await _client.GetStringAsync("/");
        string[] files = [.. References().Matches(page).Select(match => match.Groups[1].Value).Distinct()];

        Assert.Contains("lib/pusher-js/pusher.min.js", files);
        Assert.Contains("lib/signalr/signalr.min.js", files);
        foreach (string file in files.Append("/"))
        {
            using HttpResponseMessage response = await _client.GetAsync(file);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            string policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
            Assert.StartsWith("default-src 'none'; script-src 'self';", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        }
    }

    [Theory]
    [MemberData(nameof(OwnFiles))]
    public void OwnFile_Text_NamesNoOtherServerAndMakesNoMarkup(string file)
    {
        string text = File.ReadAllText(Path.Combine(WebRoot, file));

        Assert.DoesNotMatch("(https?:)?//[a-z0-9.-]+\\.[a-z]{2,}", text.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal));
        Assert.DoesNotMatch("innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\(|new Function", text);
        Assert.DoesNotMatch("<script(?![^>]* src=)|<style|\\sstyle=|\\son[a-z]+=", text);
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Health_Listening_Healthy(string path)
    {
        using HttpResponseMessage response = await _client.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("Healthy", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [GeneratedRegex("(?:src|href)=\"([^\"]+)\"")]
    private static partial Regex References();
}
