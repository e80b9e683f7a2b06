// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using Bridge.Pusher.Apps;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bridge.Pusher.Tests.AuthEndpoints;

/// <summary>docs/authorization.md: an app that wants anti-forgery tokens gets them checked.</summary>
public sealed class AntiforgeryTests
{
    [Fact]
    public async Task Post_TokensAreRequired_TakesOnlyRequestsThatHaveThem()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddAntiforgery();
        builder.Services.AddSignalR().AddBridge(bridge => bridge.AddPusher(options => options.Apps.Add(new PusherApp("1", "key", "secret"))));
        await using WebApplication server = builder.Build();
        server.UseRouting();
        server.UseAntiforgery();
        server.MapGet("/token", (HttpContext context, IAntiforgery antiforgery) => antiforgery.GetAndStoreTokens(context).RequestToken);
        server.MapPusherAuth(configure: AuthEndpointHost.Demo).WithMetadata(new RequireAntiforgeryTokenAttribute());
        await server.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(server.Urls.Single()), Timeout = TimeSpan.FromSeconds(20) };
        string token = await http.GetStringAsync(new Uri("/token", UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(http, null));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(http, token));
    }

    private static async Task<HttpStatusCode> PostAsync(HttpClient http, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/pusher/auth", UriKind.Relative))
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["socket_id"] = "1.1", ["channel_name"] = "private-a" }),
        };
        if (token is not null)
        {
            request.Headers.Add("RequestVerificationToken", token);
        }

        using HttpResponseMessage answer = await http.SendAsync(request);
        return answer.StatusCode;
    }
}
