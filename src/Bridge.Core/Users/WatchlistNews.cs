// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Users;

/// <summary>What one watching connection is to be told.</summary>
internal readonly record struct WatchlistNews(
    string ConnectionId, IReadOnlyList<string> Online, IReadOnlyList<string> Offline);
