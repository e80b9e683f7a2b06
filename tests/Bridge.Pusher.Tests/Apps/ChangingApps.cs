// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Apps;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Bridge.Pusher.Tests.Apps;

/// <summary>Apps in the options that a test can replace as a change of the configuration does.</summary>
internal sealed class ChangingApps(IReadOnlyList<PusherApp> apps) : IOptionsChangeTokenSource<PusherOptions>
{
    private ConfigurationReloadToken _token = new();

    public IReadOnlyList<PusherApp> Present { get; private set; } = apps;

    public string Name => Options.DefaultName;

    public void AddTo(IServiceCollection services)
    {
        services.Configure<PusherOptions>(options =>
        {
            foreach (PusherApp app in Present)
            {
                options.Apps.Add(app);
            }
        });
        services.AddSingleton<IOptionsChangeTokenSource<PusherOptions>>(this);
    }

    public void Replace(IReadOnlyList<PusherApp> apps)
    {
        Present = apps;
        try
        {
            Interlocked.Exchange(ref _token, new ConfigurationReloadToken()).OnReload();
        }
        catch (AggregateException exception) when (exception.InnerExceptions.All(inner => inner is OptionsValidationException))
        {
            // The framework's own options monitor throws; watchers of files take no notice of it either.
        }
    }

    public IChangeToken GetChangeToken() => _token;
}
