// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Connections;

namespace Bridge.Redis.State;

/// <summary>
/// Tells of something that Redis refuses again and again: health is degraded until it has not been refused for a while, and one line
/// is logged for all of it.
/// </summary>
internal sealed class HealthReporter : IDisposable
{
    /// <summary>After so long without a refusal all is well again.</summary>
    public static readonly TimeSpan QuietTime = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly StateHealth _health;
    private readonly string _name;
    private readonly ITimer _quiet;
    private bool _isFailing;

    /// <param name="health">The health of this node.</param>
    /// <param name="time">The clock.</param>
    /// <param name="name">What is refused.</param>
    public HealthReporter(StateHealth health, TimeProvider time, string name)
    {
        _health = health;
        _name = name;
        _quiet = time.CreateTimer(_ => Clear(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>It failed. That Redis is away does not count for the health: the links tell of it themselves.</summary>
    /// <param name="failure">Why.</param>
    /// <returns>Whether that is news, and to be logged.</returns>
    public bool Report(Exception failure)
    {
        lock (_gate)
        {
            if (failure is not RedisUnavailableException)
            {
                _health.Report(_name, $"{_name}: {failure.Message}");
            }

            _quiet.Change(QuietTime, Timeout.InfiniteTimeSpan);
            bool isNews = !_isFailing;
            _isFailing = true;
            return isNews;
        }
    }

    public void Dispose() => _quiet.Dispose();

    private void Clear()
    {
        lock (_gate)
        {
            _isFailing = false;
            _health.Clear(_name);
        }
    }
}
