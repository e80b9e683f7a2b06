// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Apps;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bridge.Pusher.Tests.Apps;

public sealed class OptionsPusherAppStoreTests
{
    private readonly IConfigurationRoot _configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["Bridge:Apps:0:Id"] = "1001",
        ["Bridge:Apps:0:Key"] = "demo-key",
        ["Bridge:Apps:0:Secret"] = "demo-secret",
        ["Bridge:Apps:0:ClientEvents"] = "false",
        ["Bridge:Apps:0:AllowedOrigins:0"] = "https://a.example",
        ["Bridge:Apps:0:Limits:ClientEventsPerSecond"] = "0",
    }).Build();

    [Fact]
    public void Find_ConfiguredApp_HasWhatTheConfigurationSays()
    {
        using ServiceProvider services = Services(out _);
        IPusherAppStore store = services.GetRequiredService<IPusherAppStore>();

        PusherApp app = Assert.Single(store.Apps);
        Assert.Same(app, store.FindById("1001"));
        Assert.Same(app, store.FindByKey("demo-key"));
        Assert.Null(store.FindByKey("other"));
        Assert.Equal("demo-secret", app.Secret);
        Assert.False(app.ClientEvents);
        Assert.Equal(["https://a.example"], app.AllowedOrigins);
        Assert.Equal(0, app.Limits.ClientEventsPerSecond);
    }

    [Fact]
    public void Create_InvalidConfiguration_Throws()
    {
        _configuration["Bridge:Apps:0:Secret"] = "";
        using ServiceProvider services = Services(out _);

        var exception = Assert.Throws<OptionsValidationException>(services.GetRequiredService<IPusherAppStore>);
        Assert.Contains("Bridge:Apps:0:Secret", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reload_ValidChange_ReplacesTheAppsAndTheirNamespaces()
    {
        using ServiceProvider services = Services(out _);
        IPusherAppStore store = services.GetRequiredService<IPusherAppStore>();
        PusherChannelNamespaces namespaces = services.GetRequiredService<PusherChannelNamespaces>();
        Assert.False(namespaces.Find("a")!.Settings.ClientEvents);

        _configuration["Bridge:Apps:0:Key"] = "new-key";
        _configuration["Bridge:Apps:0:ClientEvents"] = "true";
        _configuration.Reload();

        Assert.Null(store.FindByKey("demo-key"));
        Assert.NotNull(store.FindByKey("new-key"));
        Assert.True(namespaces.Find("a")!.Settings.ClientEvents);
    }

    [Fact]
    public void Reload_InvalidChange_KeepsTheAppsAndLogsWhy()
    {
        using ServiceProvider services = Services(out ErrorLog log);
        IPusherAppStore store = services.GetRequiredService<IPusherAppStore>();

        _configuration["Bridge:Apps:0:Key"] = "";
        _configuration["Bridge:Apps:0:Secret"] = "not-to-be-seen";
        _configuration.Reload();

        Assert.NotNull(store.FindByKey("demo-key"));
        string error = Assert.Single(log.Errors);
        Assert.Contains("Bridge:Apps:0:Key", error, StringComparison.Ordinal);
        Assert.DoesNotContain("not-to-be-seen", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Reload_ValueOfTheWrongType_KeepsTheAppsAndLogsWhy()
    {
        using ServiceProvider services = Services(out ErrorLog log);
        IPusherAppStore store = services.GetRequiredService<IPusherAppStore>();

        _configuration["Bridge:ActivityTimeoutSeconds"] = "soon";
        _configuration["Bridge:Apps:0:Key"] = "new-key";
        _configuration.Reload();

        Assert.NotNull(store.FindByKey("demo-key"));
        Assert.Contains("Bridge:ActivityTimeoutSeconds", Assert.Single(log.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Reload_ValidAfterInvalid_IsTakenThoughTheOptionsMonitorThrew()
    {
        using ServiceProvider services = Services(out _);
        IPusherAppStore store = services.GetRequiredService<IPusherAppStore>();
        Assert.Single(services.GetRequiredService<IOptionsMonitor<PusherOptions>>().CurrentValue.Apps);

        _configuration["Bridge:Apps:0:Key"] = "";
        Assert.ThrowsAny<Exception>(_configuration.Reload);
        Assert.NotNull(store.FindByKey("demo-key"));

        _configuration["Bridge:Apps:0:Key"] = "new-key";
        _configuration.Reload();
        Assert.NotNull(store.FindByKey("new-key"));
    }

    private ServiceProvider Services(out ErrorLog log)
    {
        var errors = log = new ErrorLog();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(errors));
        services.AddPusherApps();
        services.AddOptions<PusherOptions>().Bind(_configuration.GetSection("Bridge"));
        return services.BuildServiceProvider();
    }

    private sealed class ErrorLog : ILoggerProvider, ILogger
    {
        public List<string> Errors { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                Errors.Add(formatter(state, exception));
            }
        }

        public void Dispose()
        {
        }
    }
}
