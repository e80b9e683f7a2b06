// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.SockJS.Sessions;

/// <summary>
/// Closes the sessions of an app that stops, spread over a time, so that their clients do not all come to the next server in one moment.
/// The web server waits for them.
/// </summary>
internal sealed class GradualClose
{
    // Few are no storm.
    private const int LeastAtOnce = 25;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly Lock _sync = new();
    private readonly Queue<SockJSSession> _waiting;
    private readonly int _batch;
    private readonly ITimer _timer;

    private GradualClose(IEnumerable<SockJSSession> sessions, TimeSpan spread, TimeProvider time)
    {
        _waiting = new Queue<SockJSSession>(sessions);
        _batch = Math.Max(LeastAtOnce, (int)Math.Ceiling(_waiting.Count / Math.Max(1, spread / Interval)));
        _timer = time.CreateTimer(static close => ((GradualClose)close!).CloseBatch(), this, Interval, Interval);
    }

    /// <summary>Closes the first batch now and the others later.</summary>
    /// <param name="sessions">The sessions.</param>
    /// <param name="spread">Within what time.</param>
    /// <param name="time">The clock.</param>
    public static void Begin(IEnumerable<SockJSSession> sessions, TimeSpan spread, TimeProvider time) =>
        new GradualClose(sessions, spread, time).CloseBatch();

    private void CloseBatch()
    {
        lock (_sync)
        {
            for (int i = 0; i < _batch && _waiting.TryDequeue(out SockJSSession? session); i++)
            {
                session.Close(SessionClose.GoingAway);
            }

            if (_waiting.Count == 0)
            {
                _timer.Dispose();
            }
        }
    }
}
