// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Interop.Tests.Driver;
using Microsoft.Extensions.Logging;

namespace Bridge.Interop.Tests.Hosts;

/// <summary>Writes an in-process application's log where failing tests show it.</summary>
internal sealed class LineLoggerProvider(LineLog log) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Logger(log, categoryName);

    public void Dispose()
    {
    }

    private sealed class Logger(LineLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Add($"{logLevel} {category}: {formatter(state, exception)} {exception}");
    }
}
