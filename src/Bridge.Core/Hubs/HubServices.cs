// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Backplane;
using Bridge.Core.Channels;
using Bridge.Core.Delivery;
using Bridge.Core.History;
using Bridge.Core.Presence;
using Bridge.Core.Users;
using Microsoft.Extensions.Logging;

namespace Bridge.Core.Hubs;

/// <summary>What the channels of every hub are made with.</summary>
/// <param name="Delivery">The delivery loops.</param>
/// <param name="Namespaces">The namespaces of groups.</param>
/// <param name="ChannelStates">Makes the shared state of channels.</param>
/// <param name="UserStates">Makes the shared state of users.</param>
/// <param name="ActivityObservers">Hear what happens on channels.</param>
/// <param name="PublicationObservers">Hear of what is published.</param>
/// <param name="Json">The app's JSON.</param>
/// <param name="History">What histories are made with.</param>
/// <param name="Backplanes">Makes the ways to the other nodes; null for a node that is alone.</param>
/// <param name="LoggerFactory">Makes loggers.</param>
internal sealed record HubServices(
    DeliveryEngine Delivery,
    IChannelNamespaces Namespaces,
    IChannelStateFactory ChannelStates,
    IUserStateFactory UserStates,
    IReadOnlyList<IChannelActivityObserver> ActivityObservers,
    IReadOnlyList<IChannelPublicationObserver> PublicationObservers,
    HubJson Json,
    HistoryServices History,
    IBackplaneFactory? Backplanes,
    ILoggerFactory LoggerFactory);
