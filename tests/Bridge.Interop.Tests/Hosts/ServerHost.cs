// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Interop.Tests.Hosts;

/// <summary>The program itself, src/Bridge.Server, as a process of its own.</summary>
public sealed class ServerHost : BridgeHost
{
    protected override async Task<IRunningServer> StartAsync(ServerSettings settings) => await ServerProcess.StartAsync(settings);
}
