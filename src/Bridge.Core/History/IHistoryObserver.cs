// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.History;

/// <summary>Hears what became of the messages that this node gave to a history. It hands on and never waits.</summary>
public interface IHistoryObserver
{
    /// <summary>A message has its number.</summary>
    /// <param name="group">The hub group of the channel.</param>
    /// <param name="position">Where it stands.</param>
    /// <param name="publication">What was given to <see cref="IChannelHistory.AppendAsync"/>.</param>
    void OnAppended(string group, HistoryPosition position, object publication);

    /// <summary>
    /// The history is out of reach, and gets the message later: this node's own members need not wait for that. It may come back
    /// with its number, as a message of this node with <see cref="Backplane.BackplaneMessage.OwnNumber"/>.
    /// </summary>
    /// <param name="group">The hub group of the channel.</param>
    /// <param name="ownNumber">What it is known by then; numbers of later messages are greater.</param>
    /// <param name="publication">What was given to <see cref="IChannelHistory.AppendAsync"/>.</param>
    void OnDeferred(string group, long ownNumber, object publication);
}
