// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Redis.State;

/// <summary>
/// Keeps the lease: says again and again that this node lives, whatever else there is to do and however long it takes, and notices
/// when the node was cut off or given up.
/// </summary>
internal sealed class HeartbeatLoop(string hub, Heartbeat heartbeat, LeaseStatus status)
{
    private readonly string _part = $"the heartbeat of {hub}";

    /// <summary>Sends a heartbeat if one is due. A new name is made known by <see cref="LeaseWork"/>, which hears its news first.</summary>
    public async Task TickAsync(CancellationToken stopping)
    {
        status.CheckConnection();
        if (!heartbeat.IsDue)
        {
            return;
        }

        try
        {
            bool lives = await heartbeat.SendAsync(status.IsShared, stopping);
            status.ClearPart(_part);
            if (!lives)
            {
                // What is sent under this name is cleared away. Work ends, and begins under a new one.
                status.StopSharing();
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
        catch (Exception e) when (e is not IOException || KeyFailureException.IsAboutKeys(e))
        {
            status.ReportPart(_part, e);
        }
        catch (IOException e)
        {
            // While the node tries to come back that says what is wrong.
            if (status.IsShared)
            {
                status.Suspend(e.Message);
            }
        }
    }
}
