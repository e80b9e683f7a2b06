// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Bridge.Server.Tests.Check;

/// <summary>A real nginx in front of a server.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bridge-nginx-");
    private readonly Process _process;
    private readonly Task<string> _errors;

    private Nginx(string location, int port)
    {
        Address = new Uri($"http://127.0.0.1:{port}");
        string configuration = Path.Combine(_folder.FullName, "nginx.conf");
        File.WriteAllText(configuration, $$"""
            daemon off;
            master_process off;
            pid {{_folder.FullName}}/pid;
            error_log stderr;
            events {}
            http {
              access_log off;
              client_body_temp_path {{_folder.FullName}}/body;
              proxy_temp_path {{_folder.FullName}}/proxy;
              fastcgi_temp_path {{_folder.FullName}}/fastcgi;
              uwsgi_temp_path {{_folder.FullName}}/uwsgi;
              scgi_temp_path {{_folder.FullName}}/scgi;
              proxy_http_version 1.1;
              map $http_upgrade $connection_header { default upgrade; "" ""; }
              server {
                listen 127.0.0.1:{{port}};
                {{location}}
              }
            }
            """);
        string program = File.Exists("/usr/sbin/nginx") ? "/usr/sbin/nginx" : "nginx";
        _process = Process.Start(new ProcessStartInfo(program, ["-e", "stderr", "-c", configuration]) { RedirectStandardError = true })!;
        _errors = _process.StandardError.ReadToEndAsync();
    }

    public Uri Address { get; }

    /// <summary>Starts it with these locations.</summary>
    public static async Task<Nginx> StartAsync(string location)
    {
        var nginx = new Nginx(location, FreePort());
        using var patience = new CancellationTokenSource(Patience);
        while (!await nginx.ListensAsync(patience.Token))
        {
            await Task.Yield();
        }

        return nginx;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<bool> ListensAsync(CancellationToken cancellationToken)
    {
        if (_process.HasExited)
        {
            throw new InvalidOperationException($"nginx ended: {await _errors}");
        }

        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Address.Port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
