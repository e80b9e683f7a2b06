// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Connections;
using Bridge.Core.Groups;
using Bridge.Core.Presence;
using Microsoft.Extensions.Logging;

namespace Bridge.Core.Hubs;

/// <content>Subscriptions to channels whose groups the hub has joined by itself.</content>
internal abstract partial class HubChannels
{
    /// <summary>
    /// Gives a subscription the present state of its channel when the connection is on it already. Never fails: the subscription is
    /// refused then.
    /// </summary>
    /// <param name="member">The connection.</param>
    /// <param name="join">The subscription.</param>
    public async Task ConfirmAsync(HubMember member, ChannelJoin join)
    {
        try
        {
            using MembershipChanges.Turn turn = await _changes.EnterAsync(member, join.Group);
            join.IsOver = true;
            if (member.TryFind(join.Group, out _))
            {
                join.Result = await State.JoinAsync(RequestFor(member, join.Group, join), CancellationToken.None);
            }
        }
        catch (ChannelRefusedException refusal)
        {
            join.Refusal = refusal;
        }
        catch (Exception e)
        {
            LogConfirmFailed(e);
            join.Refusal = new ChannelRefusedException(ChannelRefusedException.ServerError, 500, "An unexpected error occurred subscribing.");
        }
    }

    [LoggerMessage(1102, LogLevel.Error, "The state of a channel that a connection is on could not be read.", EventName = "ConfirmFailed")]
    private partial void LogConfirmFailed(Exception exception);
}
