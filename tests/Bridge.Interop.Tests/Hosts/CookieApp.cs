// Licensed under the MIT License. See LICENSE in the repository root.

using System.Security.Claims;
using Bridge.Core.Hubs;
using Bridge.Interop.Tests.Clients;
using Bridge.Interop.Tests.Driver;
using Bridge.Pusher.Apps;
using Bridge.Pusher.AuthEndpoints;
using Bridge.Pusher.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bridge.Interop.Tests.Hosts;

/// <summary>
/// What most teams have: users who log in and get a cookie, policies that say who may join what, and Laravel's paths for the
/// auth endpoints. Its configuration can change while it runs.
/// </summary>
public sealed class CookieApp : IRunningServer
{
    private readonly WebApplication _app;

    private CookieApp(WebApplication app, LineLog log)
    {
        _app = app;
        Log = log;
    }

    public Uri Address => new(_app.Urls.First());

    public LineLog Log { get; }

    public static async Task<CookieApp> StartAsync()
    {
        var log = new LineLog();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(new LineLoggerProvider(log));
        builder.Configuration.AddInMemoryCollection(ServerSettings.Standard.ToConfiguration());
        builder.Configuration["Bridge:Apps:0:EncryptionMasterKey"] = TestApp.EncryptionKey;
        builder.Configuration["Bridge:Apps:0:Watchlists"] = "true";
        builder.Services.Configure<PusherOptions>(builder.Configuration.GetSection("Bridge"));
        builder.Services.AddSingleton<IPusherUserProvider, Users>();
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
        builder.Services.AddAuthorization(options => options.AddPolicy("Staff", policy => policy.RequireRole("staff")));
        builder.Services.AddSignalR().AddBridge(bridge =>
        {
            bridge.AddPusher();
            bridge.Channels("private-*").RequirePolicy("Staff");
            bridge.Channels("presence-*").RequireAuthenticatedUser();
        });

        WebApplication app = builder.Build();
        app.MapPost("/login", LogInAsync);
        app.MapHub<ChannelHub>("/hub");
        app.MapBridge<ChannelHub>();
        app.MapPusherAuth("/broadcasting/auth");
        app.MapPusherUserAuth("/broadcasting/user-auth");
        await app.StartAsync().WithinDeadline("the application should have started");
        return new CookieApp(app, log);
    }

    /// <summary>Logs a user in.</summary>
    /// <returns>The cookie as the browser would send it.</returns>
    public async Task<string> LogInAsync(TestUser user, string role)
    {
        using var http = new HttpClient { BaseAddress = Address, Timeout = Deadline.Default };
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["id"] = user.Id, ["name"] = user.Name, ["role"] = role });
        using HttpResponseMessage answer = await http.PostAsync(new Uri("/login", UriKind.Relative), form);
        return answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }

    /// <summary>Changes the app's settings as an edit of the configuration does.</summary>
    public void Change(params (string Key, string? Value)[] settings)
    {
        foreach ((string key, string? value) in settings)
        {
            _app.Configuration[$"Bridge:Apps:0:{key}"] = value;
        }

        ((IConfigurationRoot)_app.Configuration).Reload();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static async Task LogInAsync(HttpContext context)
    {
        IFormCollection form = await context.Request.ReadFormAsync();
        Claim[] claims =
        [
            new(ClaimTypes.NameIdentifier, form["id"]!), new(ClaimTypes.Name, form["name"]!), new(ClaimTypes.Role, form["role"]!),
        ];
        await context.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity(claims, CookieAuthenticationDefaults.AuthenticationScheme)));
    }

    /// <summary>Everybody watches Bob, and others see the id beside the name.</summary>
    private sealed class Users : IPusherUserProvider
    {
        public PusherAuthUser? GetUser(ClaimsPrincipal principal) =>
            principal.FindFirstValue(ClaimTypes.NameIdentifier) is { } id
                ? new PusherAuthUser(id) { Info = new { id, name = principal.Identity!.Name }, Watchlist = [TestUser.Bob.Id] }
                : null;
    }
}
