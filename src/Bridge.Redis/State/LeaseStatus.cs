// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Redis.State;

/// <summary>Whether the state of a hub is shared with the other nodes, and what is wrong with it. Changes are logged, and told to the health check.</summary>
internal sealed class LeaseStatus(StateServices services, string hub)
{
    private readonly Lock _sync = new();
    private CancellationTokenSource? _sharing;
    private int _interruptions;
    private int _suspensions;
    private bool _isEnded;

    /// <summary>Whether Redis has the state; otherwise the node goes on by itself.</summary>
    public bool IsShared => Volatile.Read(ref _sharing) is not null;

    /// <summary>Cancelled when the state is not shared any more: work on it is to stop soon, and begins anew.</summary>
    public CancellationToken Sharing => Volatile.Read(ref _sharing)?.Token ?? new CancellationToken(canceled: true);

    /// <summary>How often sharing was ended.</summary>
    public int Suspensions => Volatile.Read(ref _suspensions);

    /// <summary>Begins to share.</summary>
    /// <param name="suspensions"><see cref="Suspensions"/> when it was found that nothing is in the way.</param>
    /// <param name="interruptions">The interruptions of the connection at that time.</param>
    /// <returns>False when something has got in the way since.</returns>
    public bool TryShare(int suspensions, int interruptions)
    {
        lock (_sync)
        {
            if (_isEnded || suspensions != _suspensions)
            {
                return false;
            }

            _interruptions = interruptions;
            Volatile.Write(ref _sharing, new CancellationTokenSource());
            return true;
        }
    }

    /// <summary>Ends sharing when the connection to Redis was interrupted since it began: news and answers may be lost.</summary>
    public void CheckConnection()
    {
        bool wasInterrupted;
        lock (_sync)
        {
            // In one step: two loops look, and a node that has come back meanwhile is to stay.
            wasInterrupted = IsShared && services.Redis.Interruptions != _interruptions && StopSharing();
        }

        if (wasInterrupted)
        {
            Report("The connection to Redis was interrupted.");
        }
    }

    /// <summary>Something could not be brought to Redis: sharing ends, unless only some keys are at fault.</summary>
    public void OnFailure(Exception failure)
    {
        if (failure is IOException && !KeyFailureException.IsAboutKeys(failure))
        {
            Suspend(failure.Message);
        }
        else if (Report(failure.Message) && failure is not IOException)
        {
            LeaseLog.Failed(services.Logger, hub, failure);
        }
    }

    /// <summary>Ends sharing, until the node has come back.</summary>
    public void Suspend(string reason)
    {
        StopSharing();
        Report(reason);
    }

    /// <summary>Ends sharing, until the node has come back, and says nothing.</summary>
    /// <returns>Whether the state was shared.</returns>
    public bool StopSharing()
    {
        CancellationTokenSource? sharing;
        lock (_sync)
        {
            _suspensions++;
            sharing = _sharing;
            Volatile.Write(ref _sharing, null);
        }

        // Whoever works looks at it between two steps; nothing runs here.
        sharing?.Cancel();
        return sharing is not null;
    }

    /// <summary>Ends sharing for good.</summary>
    /// <returns>Whether the state was shared.</returns>
    public bool End()
    {
        lock (_sync)
        {
            _isEnded = true;
        }

        return StopSharing();
    }

    /// <summary>Nothing is wrong with the hub as a whole.</summary>
    public void SetWell()
    {
        if (services.Health.Clear(hub))
        {
            LeaseLog.Shared(services.Logger, hub);
        }
    }

    /// <summary>One part of the work failed, of which the others are independent.</summary>
    public void ReportPart(string part, Exception failure)
    {
        if (!services.Health.Report(part, failure.Message))
        {
            return;
        }

        if (KeyFailureException.IsAboutKeys(failure))
        {
            LeaseLog.PartFailed(services.Logger, part, failure.Message);
        }
        else
        {
            LeaseLog.Failed(services.Logger, part, failure);
        }
    }

    /// <summary>A part of the work was done.</summary>
    public void ClearPart(string part)
    {
        if (services.Health.Clear(part))
        {
            LeaseLog.PartWell(services.Logger, part);
        }
    }

    private bool Report(string reason)
    {
        bool isNews = services.Health.Report(hub, reason);
        if (isNews)
        {
            LeaseLog.NotShared(services.Logger, hub, reason);
        }

        return isNews;
    }
}
