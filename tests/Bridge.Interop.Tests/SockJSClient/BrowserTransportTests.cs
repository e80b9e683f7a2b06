// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using Bridge.Interop.Tests.Driver;
using Microsoft.Playwright;

namespace Bridge.Interop.Tests.SockJSClient;

/// <summary>The unmodified sockjs-client in Chromium, with each of its transports alone.</summary>
public sealed class BrowserTransportTests(SockJSPageHost host) : IClassFixture<SockJSPageHost>
{
    private const string HtmlFile = "htmlfile";

    private static readonly string[] Transports =
    [
        "websocket", "xhr-streaming", "eventsource", "iframe-eventsource", HtmlFile, "iframe-htmlfile", "xhr-polling", "iframe-xhr-polling", "jsonp-polling",
    ];

    /// <summary>Every transport from the page's own origin and from another one; htmlfile by itself needs the same.</summary>
    public static TheoryData<string, bool> Ways
    {
        get
        {
            TheoryData<string, bool> ways = [];
            foreach (string transport in Transports)
            {
                ways.Add(transport, false);
                if (transport != HtmlFile)
                {
                    ways.Add(transport, true);
                }
            }

            return ways;
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Echo_DifficultLongAndManyTexts_ComeBackInOrder(string transport, bool crossOrigin)
    {
        string[] texts =
        [
            "hello", "100% %41 </script><!--", "\"\\'\n\r\t", "\u2028\u200c\uffff\u0000\u00e9", "\ud83d\ude00", string.Empty, new('\u20ac', 20_000),
            .. Enumerable.Range(0, 100).Select(number => $"message {number}"),
        ];
        JsonElement result = await TalkAsync("echo", transport, crossOrigin, texts);
        Assert.Equal(transport, result.GetProperty("transport").GetString());
        Assert.Equal(texts, result.GetProperty("received").EnumerateArray().Select(text => text.GetString()));
        Assert.Equal(0, result.GetProperty("code").GetInt32());
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Close_ByTheServer_HasItsCodeAndReason(string transport, bool crossOrigin)
    {
        JsonElement result = await TalkAsync("close", transport, crossOrigin);
        Assert.Equal(3000, result.GetProperty("code").GetInt32());
        Assert.Equal("Go away!", result.GetProperty("reason").GetString());
    }

    private async Task<JsonElement> TalkAsync(string service, string transport, bool crossOrigin, params string[] texts)
    {
        IPage page = await host.OpenAsync(crossOrigin);
        try
        {
            return await page.EvaluateAsync<JsonElement>("talk", new { url = new Uri(host.Server, service).ToString(), transport, texts })
                .WithinDeadline($"{service} over {transport}");
        }
        finally
        {
            await page.Context.CloseAsync();
        }
    }
}
