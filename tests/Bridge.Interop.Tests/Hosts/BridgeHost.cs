// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Interop.Tests.Driver;

namespace Bridge.Interop.Tests.Hosts;

/// <summary>Starts one kind of server when a test first asks for it, once for each way to configure it.</summary>
public abstract class BridgeHost : IAsyncLifetime
{
    private readonly Dictionary<ServerSettings, IRunningServer> _servers = [];

    /// <summary>The JavaScript clients of the tests on this host.</summary>
    public NodeDriver Node { get; } = NodeDriver.Start();

    /// <summary>The server with these settings. Tests of one host run one after the other, so there is no race.</summary>
    public async Task<IRunningServer> GetAsync(ServerSettings settings)
    {
        if (!_servers.TryGetValue(settings, out IRunningServer? server))
        {
            server = await StartAsync(settings);
            _servers[settings] = server;
        }

        return server;
    }

    /// <summary>Starts a server for one test, which ends it.</summary>
    /// <param name="settings">How it is configured; null: as it comes.</param>
    public Task<IRunningServer> StartForOneTestAsync(ServerSettings? settings = null) => StartAsync(settings ?? ServerSettings.Standard);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (IRunningServer server in _servers.Values)
        {
            await server.DisposeAsync();
        }

        await Node.DisposeAsync();
    }

    protected abstract Task<IRunningServer> StartAsync(ServerSettings settings);
}
