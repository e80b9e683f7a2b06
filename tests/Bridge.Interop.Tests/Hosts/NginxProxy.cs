// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Bridge.Interop.Tests.Driver;

namespace Bridge.Interop.Tests.Hosts;

/// <summary>A stock nginx in front of servers.</summary>
internal sealed class NginxProxy : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bridge-nginx-");
    private readonly Process _process;

    private NginxProxy(int port, string configuration)
    {
        Address = new Uri($"http://127.0.0.1:{port}");
        File.WriteAllText(Path.Combine(_folder.FullName, "nginx.conf"), configuration);
        var start = new ProcessStartInfo(Find(), ["-e", "stderr", "-p", $"{_folder.FullName}/", "-c", "nginx.conf"]) { RedirectStandardError = true };
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) => Log.Add($"nginx: {line.Data}");
        _process.BeginErrorReadLine();
    }

    public Uri Address { get; }

    public LineLog Log { get; } = new();

    /// <summary>Starts one as it comes: as long as nobody tells it to pass <c>Upgrade</c> on, no WebSocket gets through.</summary>
    public static Task<NginxProxy> StartAsync(Uri server) => StartAsync(port => $$"""
        daemon off;
        master_process off;
        pid nginx.pid;
        error_log stderr;
        events {}
        http {
          access_log off;
          client_body_temp_path body;
          proxy_temp_path proxy;
          fastcgi_temp_path fastcgi;
          uwsgi_temp_path uwsgi;
          scgi_temp_path scgi;
          server {
            listen 127.0.0.1:{{port}};
            location / {
              proxy_pass {{server}};
              proxy_http_version 1.1;
              proxy_set_header Host $http_host;
              proxy_set_header Connection "";
            }
          }
        }
        """);

    /// <summary>Starts one and waits until it passes requests on.</summary>
    /// <param name="configuration">Makes the configuration, with relative paths, for a port.</param>
    public static async Task<NginxProxy> StartAsync(Func<int, string> configuration)
    {
        int port = FreePort();
        NginxProxy proxy = new(port, configuration(port));
        using HttpClient client = new() { BaseAddress = proxy.Address };
        await proxy.WaitUntilReadyAsync(client).WithinDeadline(() => $"nginx should have been ready. {proxy.Log}");
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WithinDeadline("nginx should have ended");
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task WaitUntilReadyAsync(HttpClient client)
    {
        while (!_process.HasExited)
        {
            try
            {
                (await client.GetAsync("/health/live")).EnsureSuccessStatusCode();
                return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
                await Task.Yield();
            }
        }

        throw new InvalidOperationException($"nginx ended. {Log}");
    }

    private static string Find() => Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator)
        .Append("/usr/sbin")
        .Select(folder => Path.Combine(folder, "nginx"))
        .First(File.Exists);

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
