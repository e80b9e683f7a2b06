// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Interop.Tests.Driver;

namespace Bridge.Interop.Tests.Hosts;

/// <summary>Servers with the same SockJS services, each a program of its own on a free port.</summary>
internal static class SockJSServers
{
    /// <summary>The test host of Bridge.SockJS.</summary>
    /// <param name="settings">Further settings of its configuration.</param>
    public static Task<ListeningProcess> StartBridgeAsync(params string[] settings) =>
        ListeningProcess.StartAsync(
            Repository.InteropTests, "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "Bridge.SockJS.TestHost.dll"), "--urls=http://127.0.0.1:0", .. settings]);

    /// <summary>sockjs-node from npm.</summary>
    public static Task<ListeningProcess> StartNodeAsync() => ListeningProcess.StartAsync(Repository.InteropTests, "node", "javascript/sockjs-node.mjs", "0");
}
