// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Limits;
using Bridge.Pusher.Apps;

namespace Bridge.Pusher.RateLimits;

/// <summary>
/// Holds each app's servers to the rates of its limits. The limits of the app at hand count, so a changed limit holds from the next
/// request on.
/// </summary>
internal sealed class AppRateLimits(IRateLimits limits)
{
    /// <summary>Takes events, one for each channel that an event goes to; null when the app may publish them.</summary>
    /// <param name="app">The app.</param>
    /// <param name="count">How many. More than the limit in one request count as the limit, or they could never go out.</param>
    public async ValueTask<HttpError?> TakeEventsAsync(PusherApp app, int count)
    {
        int limit = app.Limits.BackendEventsPerSecond;
        return limit == 0 || await limits.TryTakeAsync(app.Id, "events", Math.Min(count, limit), limit)
            ? null
            : HttpError.TooMany($"More than {limit} events in a second");
    }

    /// <summary>Takes one question about channels; null when the app may ask it.</summary>
    /// <param name="app">The app.</param>
    public async ValueTask<HttpError?> TakeReadAsync(PusherApp app)
    {
        int limit = app.Limits.ReadRequestsPerSecond;
        return limit == 0 || await limits.TryTakeAsync(app.Id, "reads", 1, limit)
            ? null
            : HttpError.TooMany($"More than {limit} read requests in a second");
    }
}
