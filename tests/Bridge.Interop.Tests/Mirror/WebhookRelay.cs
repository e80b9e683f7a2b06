// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Interop.Tests.Driver;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Bridge.Interop.Tests.Mirror;

/// <summary>Passes webhooks on to a server whose address is known only when the sender has started; each as often as the test says.</summary>
internal sealed class WebhookRelay : IAsyncDisposable
{
    private static readonly string[] s_headers = ["X-Pusher-Key", "X-Pusher-Signature"];

    private readonly WebApplication _relay;
    private readonly HttpClient _client = new();

    private WebhookRelay(WebApplication relay) => _relay = relay;

    /// <summary>Where they go.</summary>
    public Uri? Target { get; set; }

    /// <summary>How often each is passed on: a sender that misses an answer sends it again.</summary>
    public int Times { get; set; } = 1;

    public string Url => $"{_relay.Urls.Single()}/";

    public static async Task<WebhookRelay> StartAsync()
    {
        WebApplication application = WebApplication.CreateSlimBuilder().Build();
        application.Urls.Add("http://127.0.0.1:0");
        var relay = new WebhookRelay(application);
        application.Run(relay.PassOnAsync);
        await application.StartAsync().WithinDeadline("the relay should have started");
        return relay;
    }

    public async ValueTask DisposeAsync()
    {
        await _relay.DisposeAsync();
        _client.Dispose();
    }

    private async Task PassOnAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        for (int i = 0; i < Times; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Target) { Content = new ByteArrayContent(body.ToArray()) };
            foreach (string header in s_headers)
            {
                request.Headers.Add(header, (string?)context.Request.Headers[header]);
            }

            using HttpResponseMessage response = await _client.SendAsync(request);
            context.Response.StatusCode = (int)response.StatusCode;
        }
    }
}
