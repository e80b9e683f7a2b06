// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Channels;
using Bridge.Core.Delivery;
using Bridge.Core.Users;

namespace Bridge.Core.Connections;

/// <summary>A sign-in of a dialect connection.</summary>
/// <param name="User">The user.</param>
/// <param name="Namespace">The namespace that the user belongs to.</param>
/// <param name="Answer">What the client gets before anything that is meant for the user.</param>
internal sealed record DialectSignIn(SignedInUser User, ChannelNamespace Namespace, IReadOnlyList<OutboundMessage> Answer);
