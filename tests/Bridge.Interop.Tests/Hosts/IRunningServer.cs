// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Interop.Tests.Driver;

namespace Bridge.Interop.Tests.Hosts;

/// <summary>A server that listens, with <c>ChannelHub</c> at /hub and Pusher's endpoints.</summary>
public interface IRunningServer : IAsyncDisposable
{
    Uri Address { get; }

    /// <summary>
    /// Where the back end sends its requests: always the same node, since only what goes through one node keeps its order.
    /// </summary>
    Uri BackEndAddress => Address;

    LineLog Log { get; }
}
