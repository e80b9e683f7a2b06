// Licensed under the MIT License. See LICENSE in the repository root.

using System.Data.Common;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Bridge.Pusher.Apps.Database;

/// <summary>
/// Adds the apps of a database to those of the configuration, and has all of them read anew when the table changes: checked
/// together, taken or refused as a whole. A database that is away leaves the apps as they are.
/// </summary>
internal sealed partial class DatabaseApps
    : IConfigureOptions<PusherOptions>, IValidateOptions<PusherOptions>, IOptionsChangeTokenSource<PusherOptions>, IHostedService, IDisposable
{
    private readonly PusherAppDatabaseOptions _options;
    private readonly AppTable _table;
    private readonly ITimer _timer;
    private readonly ILogger<DatabaseApps> _logger;
    private readonly Lock _reading = new();
    private IReadOnlyList<AppRow>? _rows;
    private ConfigurationReloadToken _changed = new();
    private bool _isAway;

    public DatabaseApps(PusherAppDatabaseOptions options, TimeProvider time, ILogger<DatabaseApps> logger)
    {
        _options = options;
        _table = new AppTable(options.DataSource!);
        _logger = logger;
        _timer = time.CreateTimer(static state => ((DatabaseApps)state!).Poll(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public string Name => Options.DefaultName;

    public IChangeToken GetChangeToken() => Volatile.Read(ref _changed);

    public void Configure(PusherOptions options)
    {
        foreach (AppRow row in Rows(out _))
        {
            try
            {
                options.Apps.Add(row.ToApp());
            }
            catch (Exception exception) when (IsBadSettings(exception))
            {
                // Validate reports it.
            }
        }
    }

    public ValidateOptionsResult Validate(string? name, PusherOptions options)
    {
        IReadOnlyList<AppRow> rows = Rows(out string? error);
        List<string> errors = error is null ? [] : [error];
        foreach (AppRow row in rows)
        {
            try
            {
                row.ToApp();
            }
            catch (Exception exception) when (IsBadSettings(exception))
            {
                errors.Add($"{row.Place}:settings can't be used: {exception.Message}");
            }
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        PollAgain();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _timer.Dispose();
        _options.DataSource!.Dispose();
    }

    private static bool IsBadSettings(Exception exception) => exception is InvalidOperationException or FormatException or JsonException;

    /// <summary>What was read last; read now when nothing was.</summary>
    private IReadOnlyList<AppRow> Rows(out string? error)
    {
        lock (_reading)
        {
            error = null;
            try
            {
                return _rows ??= ReadFirst();
            }
            catch (DbException exception)
            {
                error = $"The database of the apps can't be read: {exception.Message}";
                return [];
            }
        }
    }

    private IReadOnlyList<AppRow> ReadFirst()
    {
        if (_options.CreatesTable)
        {
            _table.CreateIfMissing();
        }

        return _table.Read();
    }

    private void Poll()
    {
        if (IsChangeRead())
        {
            Announce();
        }

        PollAgain();
    }

    private void Announce()
    {
        try
        {
            Interlocked.Exchange(ref _changed, new ConfigurationReloadToken()).OnReload();
        }
        catch (AggregateException)
        {
            // Options monitors throw when the apps are not valid; the app store has logged why.
        }
    }

    private bool IsChangeRead()
    {
        try
        {
            bool hasChanged = HasChanged();
            if (_isAway)
            {
                _isAway = false;
                LogBack();
            }

            return hasChanged;
        }
        catch (Exception exception)
        {
            if (!_isAway)
            {
                _isAway = true;
                LogAway(exception);
            }

            return false;
        }
    }

    private bool HasChanged()
    {
        IReadOnlyList<AppRow> rows = _table.Read();
        lock (_reading)
        {
            if (_rows is not null && rows.SequenceEqual(_rows))
            {
                return false;
            }

            _rows = rows;
            return true;
        }
    }

    private void PollAgain() => _timer.Change(_options.PollInterval, Timeout.InfiniteTimeSpan);

    [LoggerMessage(3003, LogLevel.Error, "The database of the apps can't be read; the apps stay as they are.", EventName = "AppDatabaseAway")]
    private partial void LogAway(Exception exception);

    [LoggerMessage(3004, LogLevel.Information, "The database of the apps can be read again.", EventName = "AppDatabaseBack")]
    private partial void LogBack();
}
