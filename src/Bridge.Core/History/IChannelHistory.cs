// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Backplane;

namespace Bridge.Core.History;

/// <summary>Keeps the latest messages of the channels of one hub, each with its number, for those who missed some.</summary>
public interface IChannelHistory
{
    /// <summary>
    /// Gives a message the next number of its channel, keeps it and sends it to the other nodes, as one step. The observer is told
    /// where it stands. Messages of one caller for one channel keep their order.
    /// </summary>
    /// <param name="group">The hub group of the channel.</param>
    /// <param name="limits">What is kept.</param>
    /// <param name="message">The message.</param>
    /// <param name="publication">Handed to the observer as it is.</param>
    /// <returns>Done when the observer has been told. Never fails.</returns>
    Task AppendAsync(string group, HistoryLimits limits, BackplaneMessage message, object publication);

    /// <summary>Reads what is kept behind a position.</summary>
    /// <param name="group">The hub group of the channel.</param>
    /// <param name="limits">What is kept.</param>
    /// <param name="after">
    /// The position; of another epoch than the present one: no messages. Null: no messages either, the present position alone.
    /// </param>
    /// <exception cref="IOException">The history is out of reach.</exception>
    Task<HistorySlice> ReadAsync(string group, HistoryLimits limits, HistoryPosition? after);
}
