// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.History;
using Microsoft.AspNetCore.SignalR;

namespace Bridge.Core.Backplane;

/// <summary>Carries what one hub's nodes have to tell each other. Connections of this node are served without it.</summary>
/// <remarks>
/// Messages that a node publishes for one address one after the other arrive at every other node in that order. A node does
/// not get its own messages back. At most once: what was lost with a connection is not sent again.
/// </remarks>
public interface IBackplane
{
    /// <summary>Sends to the other nodes. Never waits and never fails.</summary>
    /// <param name="address">Whom it is for.</param>
    /// <param name="message">The message.</param>
    void Publish(BackplaneAddress address, BackplaneMessage message);

    /// <summary>Begins to receive what others send to an address, or counts one more who wants it.</summary>
    /// <param name="address">The address.</param>
    /// <returns>
    /// Done when nothing sent from now on is missed; at once while the other nodes are out of reach, so that this node goes on.
    /// Never fails.
    /// </returns>
    Task SubscribeAsync(BackplaneAddress address);

    /// <summary>Counts one less who wants what is sent to an address.</summary>
    /// <param name="address">The address.</param>
    void Unsubscribe(BackplaneAddress address);

    /// <summary>Has the node that holds a connection change its membership; nothing happens when no node holds it.</summary>
    /// <param name="command">The change.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="IOException">The other nodes are out of reach.</exception>
    /// <exception cref="TimeoutException">The node does not answer.</exception>
    Task SendGroupCommandAsync(BackplaneGroupCommand command, CancellationToken cancellationToken);

    /// <summary>Sends an invocation to the node that holds a connection, and has the result sent back to this node.</summary>
    /// <param name="connectionId">The connection.</param>
    /// <param name="invocationId">The id of the invocation, unique in the farm.</param>
    /// <param name="payloads">The invocation, with that id.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="IOException">No node holds the connection, or the other nodes are out of reach.</exception>
    Task InvokeAsync(
        string connectionId, string invocationId, IReadOnlyList<SerializedMessage> payloads, CancellationToken cancellationToken);

    /// <summary>
    /// Waits until the node that held a connection has been gone, or has not answered, for so long that no result comes from there any
    /// more.
    /// </summary>
    /// <param name="connectionId">The connection.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Done when the node is gone.</returns>
    /// <exception cref="IOException">The other nodes were out of reach for a while: a result that was sent meanwhile is lost.</exception>
    Task WaitUntilGoneAsync(string connectionId, CancellationToken cancellationToken);

    /// <summary>Sends a result to the node that asked for it. Never waits and never fails.</summary>
    /// <param name="request">Where it goes.</param>
    /// <param name="completion">The completion.</param>
    void Complete(BackplaneResultRequest request, SerializedMessage completion);

    /// <summary>
    /// Makes the history of the hub's channels, which all nodes share. What it sends arrives at the other nodes in line with what is published
    /// otherwise, and has <see cref="BackplaneMessage.Position"/>; this node gets its own messages back too.
    /// </summary>
    /// <param name="observer">Hears what becomes of messages.</param>
    IChannelHistory CreateHistory(IHistoryObserver observer);
}
