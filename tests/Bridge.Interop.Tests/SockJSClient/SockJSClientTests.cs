// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics;
using System.Text.Json;
using Bridge.Interop.Tests.Driver;
using Bridge.SockJS.TestHost;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Bridge.Interop.Tests.SockJSClient;

/// <summary>The unmodified sockjs-client in Node.js against the services of the SockJS test host.</summary>
public sealed class SockJSClientTests : IAsyncLifetime
{
    private WebApplication _app = null!;

    public static TheoryData<string> Transports => ["websocket", "xhr-streaming", "eventsource", "xhr-polling"];

    public async Task InitializeAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddTestServices();
        _app = builder.Build();
        _app.MapTestServices();
        await _app.StartAsync();
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Echo_DifficultTexts_ComeBackInOrder(string transport)
    {
        // The last two are more than the response limit of the service: the client asks for the rest with new requests.
        string[] texts =
            ["hello", "100% %41 </script>", "\u2028\u200c\uffff\u0000", "\ud83d\ude00", "", new('x', 5_000), new('y', 5_000)];
        JsonElement result = await RunAsync("echo?token=1", transport, JsonSerializer.Serialize(texts));
        Assert.Equal(JsonValueKind.Null, result.GetProperty("close").ValueKind);
        Assert.Equal(texts, result.GetProperty("received").EnumerateArray().Select(text => text.GetString()));
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Close_ByTheServer_HasItsCodeAndReason(string transport)
    {
        JsonElement close = (await RunAsync("close", transport)).GetProperty("close");
        Assert.Equal(3000, close.GetProperty("code").GetInt32());
        Assert.Equal("Go away!", close.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Amplify_LargestMessage_ComesWhole()
    {
        JsonElement result = await RunAsync("amplify", "xhr-streaming", """["19"]""");
        Assert.Equal(1 << 19, result.GetProperty("received")[0].GetString()!.Length);
    }

    private async Task<JsonElement> RunAsync(string service, params string[] arguments)
    {
        ProcessStartInfo start = new("node", ["javascript/sockjs-client.mjs", $"{_app.Urls.First()}/{service}", .. arguments])
        {
            WorkingDirectory = Repository.InteropTests,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process node = Process.Start(start)!;
        try
        {
            Task<string> errors = node.StandardError.ReadToEndAsync();
            string? line = await node.StandardOutput.ReadLineAsync().WithinDeadline($"what sockjs-client tells of {service} over {arguments[0]}");
            return line is null
                ? throw new InvalidOperationException($"sockjs-client ended without a result: {await errors}")
                : JsonSerializer.Deserialize<JsonElement>(line);
        }
        finally
        {
            node.Kill();
        }
    }
}
