// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Hubs;
using Bridge.Interop.Tests.Driver;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Newtonsoft.Json.Converters;
using Newtonsoft.Json.Serialization;

namespace Bridge.Interop.Tests.Hosts;

/// <summary>
/// What a team with an older SignalR application has: the hub's JSON goes through Newtonsoft.Json, names are in snake case
/// and enums are words.
/// </summary>
public sealed class NewtonsoftApp : IRunningServer
{
    private readonly WebApplication _app;
    private bool _isDisposed;

    private NewtonsoftApp(WebApplication app, LineLog log)
    {
        _app = app;
        Log = log;
    }

    public Uri Address => new(_app.Urls.First());

    public LineLog Log { get; }

    public IHubContext<ChannelHub> Hub => _app.Services.GetRequiredService<IHubContext<ChannelHub>>();

    public static async Task<NewtonsoftApp> StartAsync(ServerSettings settings)
    {
        var log = new LineLog();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(new LineLoggerProvider(log));
        builder.Configuration.AddInMemoryCollection(settings.ToConfiguration());
        builder.Services.AddSignalR()
            .AddNewtonsoftJsonProtocol(json =>
            {
                json.PayloadSerializerSettings.ContractResolver =
                    new DefaultContractResolver { NamingStrategy = new SnakeCaseNamingStrategy() };
                json.PayloadSerializerSettings.Converters.Add(new StringEnumConverter());
            })
            .AddBridge(bridge => bridge.AddPusher(pusher => builder.Configuration.GetSection("Bridge").Bind(pusher)));

        WebApplication app = builder.Build();
        app.MapHub<ChannelHub>("/hub");
        app.MapBridge<ChannelHub>();
        await app.StartAsync().WithinDeadline("the application should have started");
        return new NewtonsoftApp(app, log);
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
