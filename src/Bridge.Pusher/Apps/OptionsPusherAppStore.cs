// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Bridge.Pusher.Apps;

/// <summary>
/// The apps of <see cref="PusherOptions"/>, read again when the configuration changes. A change that does not validate is
/// logged and leaves the apps as they are.
/// </summary>
internal sealed partial class OptionsPusherAppStore : IPusherAppStore, IDisposable
{
    private readonly IOptionsFactory<PusherOptions> _factory;
    private readonly ILogger<OptionsPusherAppStore> _logger;
    private readonly List<IDisposable> _registrations = [];
    private readonly Lock _reloading = new();
    private volatile PusherAppSet _apps;

    // Not over IOptionsMonitor: its listeners never hear of a change that fails validation, so it could not be logged.
    public OptionsPusherAppStore(
        IOptionsFactory<PusherOptions> factory,
        IEnumerable<IOptionsChangeTokenSource<PusherOptions>> sources,
        ILogger<OptionsPusherAppStore> logger)
    {
        _factory = factory;
        _logger = logger;
        _apps = Read();
        foreach (IOptionsChangeTokenSource<PusherOptions> source in sources)
        {
            _registrations.Add(ChangeToken.OnChange(source.GetChangeToken, Reload));
        }
    }

    public IReadOnlyCollection<PusherApp> Apps => _apps.All;

    public PusherApp? FindById(string id) => _apps.ById.GetValueOrDefault(id);

    public PusherApp? FindByKey(string key) => _apps.ByKey.GetValueOrDefault(key);

    public void Dispose()
    {
        foreach (IDisposable registration in _registrations)
        {
            registration.Dispose();
        }
    }

    private PusherAppSet Read() => new(_factory.Create(Options.DefaultName).Apps);

    private void Reload()
    {
        // Changes in quick succession must not overtake each other.
        lock (_reloading)
        {
            try
            {
                _apps = Read();
                LogReloaded(_apps.All.Count);
            }
            catch (OptionsValidationException exception)
            {
                LogInvalid(string.Join(' ', exception.Failures));
            }
            catch (Exception exception)
            {
                // A value that does not fit its setting, or a source that can't be read: whatever it is, the server goes on.
                LogInvalid(exception.Message);
            }
        }
    }

    [LoggerMessage(3001, LogLevel.Information, "The configuration changed: {Count} apps.", EventName = "AppsReloaded")]
    private partial void LogReloaded(int count);

    [LoggerMessage(3002, LogLevel.Error, "The configuration changed, but is not valid; the apps stay as they are. {Errors}", EventName = "AppsInvalid")]
    private partial void LogInvalid(string errors);
}
