// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;
using Bridge.Pusher.Apps;

namespace Bridge.Pusher.RateLimits;

/// <summary>
/// Holds each app's servers to the rates of its limits, on this node. The limits of the app at hand count, so a changed limit holds
/// from the next request on.
/// </summary>
internal sealed class AppRateLimits(TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<(string AppId, string Rate), SecondWindow> _windows = new();

    /// <summary>Takes events, one for each channel that an event goes to; null when the app may publish them.</summary>
    /// <param name="app">The app.</param>
    /// <param name="count">How many. More than the limit in one request count as the limit, or they could never go out.</param>
    public HttpError? TakeEvents(PusherApp app, int count)
    {
        int limit = app.Limits.BackendEventsPerSecond;
        return limit == 0 || WindowOf(app, "events", limit).TryTake(Math.Min(count, limit))
            ? null
            : HttpError.TooMany($"More than {limit} events in a second");
    }

    /// <summary>Takes one question about channels; null when the app may ask it.</summary>
    /// <param name="app">The app.</param>
    public HttpError? TakeRead(PusherApp app)
    {
        int limit = app.Limits.ReadRequestsPerSecond;
        return limit == 0 || WindowOf(app, "reads", limit).TryTake(1)
            ? null
            : HttpError.TooMany($"More than {limit} read requests in a second");
    }

    public void Dispose()
    {
        foreach (SecondWindow window in _windows.Values)
        {
            window.Dispose();
        }
    }

    private SecondWindow WindowOf(PusherApp app, string rate, int limit) => _windows.AddOrUpdate(
        (app.Id, rate),
        static (_, state) => new SecondWindow(state.limit, state.time),
        static (_, window, state) => window.Limit == state.limit ? window : new SecondWindow(state.limit, state.time),
        (limit, time));
}
