// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.Extensions.Logging;

namespace Bridge.Redis.Tests.Servers;

/// <summary>Keeps what is logged, so that a test can wait for it.</summary>
internal sealed class RecordedLog : ILogger, ILoggerProvider, ILoggerFactory
{
    private readonly List<(string Name, string Text)> _entries = [];
    private readonly List<(string Name, int Count, TaskCompletionSource Reached)> _waiting = [];

    public string Text
    {
        get
        {
            lock (_entries)
            {
                return string.Join('\n', _entries.Select(entry => $"{entry.Name}: {entry.Text}"));
            }
        }
    }

    public int Count(string eventName)
    {
        lock (_entries)
        {
            return _entries.Count(entry => entry.Name == eventName);
        }
    }

    /// <summary>Waits until an event was logged so many times since the beginning.</summary>
    public async Task WaitForAsync(string eventName, int count = 1)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_entries)
        {
            if (Count(eventName) >= count)
            {
                return;
            }

            _waiting.Add((eventName, count, reached));
        }

        await reached.Task.Within($"{eventName} to be logged {count} times; logged was:\n{Text}\n");
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_entries)
        {
            _entries.Add((eventId.Name ?? "", formatter(state, exception) + exception));
            foreach ((string name, int count, TaskCompletionSource reached) in _waiting)
            {
                if (name == eventId.Name && Count(name) >= count)
                {
                    reached.TrySetResult();
                }
            }
        }
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }
}
