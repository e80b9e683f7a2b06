// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Interop.Tests.Hosts;

namespace Bridge.Interop.Tests.SockJSOracle;

/// <summary>Both servers, started once for all cases.</summary>
public sealed class OracleServers : IAsyncLifetime
{
    private ListeningProcess _bridge = null!;
    private ListeningProcess _node = null!;

    public int BridgePort => _bridge.Address.Port;

    public int NodePort => _node.Address.Port;

    public async Task InitializeAsync()
    {
        _bridge = await SockJSServers.StartBridgeAsync();
        _node = await SockJSServers.StartNodeAsync();
    }

    public async Task DisposeAsync()
    {
        await _bridge.DisposeAsync();
        await _node.DisposeAsync();
    }
}
