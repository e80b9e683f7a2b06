// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Authorization;
using Bridge.Pusher.Apps;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bridge.Pusher.Connections;

/// <summary>What all Pusher connections share.</summary>
internal sealed class PusherSessionContext(
    PusherChannelNamespaces namespaces,
    IChannelAuthorizer authorizer,
    IOptions<PusherOptions> options,
    TimeProvider time,
    ILogger<PusherSession> logger)
{
    public PusherChannelNamespaces Namespaces { get; } = namespaces;

    public IChannelAuthorizer Authorizer { get; } = authorizer;

    public PusherOptions Options { get; } = options.Value;

    public TimeProvider Time { get; } = time;

    public ILogger Logger { get; } = logger;
}
