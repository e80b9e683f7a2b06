// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Interop.Tests.Driver;

namespace Bridge.Interop.Tests.Hosts;

/// <summary>Three processes of the program on one Redis, behind an nginx that gives each request to the next of them.</summary>
public sealed class FarmHost : BridgeHost
{
    private const int Nodes = 3;

    protected override async Task<IRunningServer> StartAsync(ServerSettings settings)
    {
        var farm = new Farm { Redis = await RedisProcess.StartAsync() };
        try
        {
            for (int i = 0; i < Nodes; i++)
            {
                farm.Servers.Add(await ServerProcess.StartAsync(
                    Path.Combine("src", "Bridge.Server"), "Bridge.Server.dll",
                    [$"--Bridge:Redis:Configuration={farm.Redis.Configuration}", "--Bridge:Node:Secret=the secret of the farm"]));
            }

            farm.Proxy = await NginxProxy.StartRoundRobinAsync(farm.Servers.Select(server => server.Address));
            return farm;
        }
        catch
        {
            await farm.DisposeAsync();
            throw;
        }
    }

    private sealed class Farm : IRunningServer
    {
        public required RedisProcess Redis { get; init; }

        public List<ListeningProcess> Servers { get; } = [];

        public NginxProxy? Proxy { get; set; }

        public Uri Address => Proxy!.Address;

        public LineLog Log => Servers[0].Log;

        public async ValueTask DisposeAsync()
        {
            foreach (IAsyncDisposable? part in (IAsyncDisposable?[])[Proxy, .. Servers, Redis])
            {
                if (part is not null)
                {
                    await part.DisposeAsync();
                }
            }
        }
    }
}
