// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.History;

namespace Bridge.Core.Tests.History;

/// <summary>Writes down what became of messages.</summary>
internal sealed class RecordingHistoryObserver : IHistoryObserver
{
    public List<(string Group, HistoryPosition Position, object Publication)> Appended { get; } = [];

    public void OnAppended(string group, HistoryPosition position, object publication)
    {
        lock (Appended)
        {
            Appended.Add((group, position, publication));
        }
    }

    public void OnDeferred(string group, long ownNumber, object publication) =>
        throw new InvalidOperationException("The memory is never out of reach.");
}
