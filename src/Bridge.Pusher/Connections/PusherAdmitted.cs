// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Apps;
using Bridge.Pusher.Protocol;

namespace Bridge.Pusher.Connections;

/// <summary>What a connection was admitted as.</summary>
/// <param name="App">The app.</param>
/// <param name="Key">The key that the client named: one of the app's.</param>
/// <param name="Version">The version of the protocol that the client speaks.</param>
internal readonly record struct PusherAdmitted(PusherApp App, string Key, PusherProtocolVersion Version);
