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
            string[] arguments = [$"--Bridge:Redis:Configuration={farm.Redis.Configuration}", "--Bridge:Node:Secret=the secret of the farm"];
            Task<ListeningProcess>[] starts = [.. Enumerable.Range(0, Nodes).Select(_ => ServerProcess.StartAsync(settings, arguments))];
            await ((Task)Task.WhenAll(starts)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            farm.Servers.AddRange(starts.Where(start => start.IsCompletedSuccessfully).Select(start => start.Result));
            await Task.WhenAll(starts);
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
        private bool _isDisposed;

        public required RedisProcess Redis { get; init; }

        public List<ListeningProcess> Servers { get; } = [];

        public NginxProxy? Proxy { get; set; }

        public Uri Address => Proxy!.Address;

        public Uri BackEndAddress => Servers[0].Address;

        public LineLog Log => Servers[0].Log;

        public async ValueTask DisposeAsync()
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
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
