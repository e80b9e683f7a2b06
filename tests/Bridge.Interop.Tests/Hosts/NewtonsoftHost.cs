// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Interop.Tests.Hosts;

/// <summary>An application of its own with <c>ChannelHub</c> and the Newtonsoft.Json protocol.</summary>
public sealed class NewtonsoftHost : BridgeHost
{
    protected override async Task<IRunningServer> StartAsync(ServerSettings settings) => await NewtonsoftApp.StartAsync(settings);
}
