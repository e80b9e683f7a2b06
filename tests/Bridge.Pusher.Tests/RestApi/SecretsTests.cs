// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;
using Bridge.Pusher.Tests.Apps;
using Microsoft.Extensions.Logging;

namespace Bridge.Pusher.Tests.RestApi;

public sealed class SecretsTests
{
    [Fact]
    public async Task Requests_GoodAndBad_LeaveNoSecretInLogsOrErrors()
    {
        using var log = new EverythingLog();
        await using RestApiHost host = await RestApiHost.StartAsync(TestApps.Documented(), log: log);
        string query = host.Query(null);
        string right = host.Sign("GET", "/apps/3/channels", query);

        RestAnswer[] answers =
        [
            await host.PublishAsync("""{"name":"e","channel":"a","data":""}"""),
            await host.PublishAsync("""{"name":"e"}"""),
            await host.GetAsync("/channels", "info=cats"),
            await host.SendAsync(HttpMethod.Get, $"/apps/3/channels?{query}&auth_signature={new string('0', 64)}"),
            await host.SendAsync(HttpMethod.Get, "/apps/3/channels?auth_key=x&auth_signature=y"),
            await host.SendAsync(HttpMethod.Get, "/apps/4/channels"),
        ];

        Assert.Equal([200, 400, 400, 401, 401, 404], answers.Select(answer => answer.Status));
        Assert.Contains(log.Lines, line => line.Contains("refused with 401", StringComparison.Ordinal));
        string everything = string.Join('\n', [.. log.Lines, .. answers.Select(answer => answer.Body)]);
        Assert.DoesNotContain(TestApps.Secret, everything, StringComparison.Ordinal);
        Assert.DoesNotContain(right, string.Join('\n', answers.Select(answer => answer.Body)), StringComparison.Ordinal);
    }

    private sealed class EverythingLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
