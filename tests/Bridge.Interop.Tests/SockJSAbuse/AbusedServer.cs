// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using System.Net.Sockets;
using Bridge.Interop.Tests.Driver;
using Bridge.Interop.Tests.Hosts;
using Bridge.Interop.Tests.SockJSOracle;

namespace Bridge.Interop.Tests.SockJSAbuse;

/// <summary>The test host as a program of its own, whose log must stay empty whatever clients do.</summary>
internal sealed class AbusedServer : IAsyncDisposable
{
    // What the garbage collector may keep of what was there for a while.
    private const long LargestGrowth = 150L * 1024 * 1024;

    private readonly ListeningProcess _process;
    private long _memory;

    private AbusedServer(ListeningProcess process) => _process = process;

    private int Port => _process.Address.Port;

    public static async Task<AbusedServer> StartAsync()
    {
        AbusedServer server = new(await SockJSServers.StartBridgeAsync(
            "--Logging:LogLevel:Default=Information",
            "--Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics=Warning",

            // Tells of connections that the application ended, which is the right answer here.
            "--Logging:LogLevel:Microsoft.AspNetCore.Server.Kestrel=Warning",
            "--Logging:LogLevel:Microsoft.AspNetCore.Routing.EndpointMiddleware=Warning",
            "--Logging:Console:FormatterName=simple",
            "--Logging:Console:FormatterOptions:SingleLine=true"));
        await server.AssertServesAsync();
        server._memory = server._process.WorkingSet;
        return server;
    }

    /// <summary>A session that is open, for requests that need one.</summary>
    public async Task<string> OpenSessionAsync()
    {
        using Conversation talk = new(Port);
        await talk.PostAsync($"/echo/0/{talk.Session}/xhr");
        Assert.Equal(200, talk.Last.Status);
        return talk.Session;
    }

    public Task<WireClient> ConnectAsync() => WireClient.ConnectAsync(Port);

    /// <summary>Sends bytes and breaks the connection off, at once or after some of the answer.</summary>
    public async Task SendAndResetAsync(ReadOnlyMemory<byte> bytes, int bytesToRead = 0)
    {
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { LingerState = new LingerOption(true, 0) };
        await socket.ConnectAsync(IPAddress.Loopback, Port);
        try
        {
            for (; !bytes.IsEmpty; bytes = bytes[await socket.SendAsync(bytes)..])
            {
            }

            byte[] one = new byte[1];
            for (; bytesToRead > 0 && await socket.ReceiveAsync(one).WithinDeadline("an answer") > 0; bytesToRead--)
            {
            }
        }
        catch (SocketException)
        {
            // The server has ended it first.
        }
    }

    /// <summary>Both ways of a session still work.</summary>
    public async Task AssertServesAsync()
    {
        Assert.False(_process.HasExited, _process.Log.ToString());
        using Conversation talk = new(Port);
        string path = $"/echo/0/{talk.Session}";
        await talk.PostAsync($"{path}/xhr");
        await talk.PostAsync($"{path}/xhr_send", "[\"still there\"]");
        Assert.Equal(204, talk.Last.Status);
        await talk.PostAsync($"{path}/xhr");
        Assert.EndsWith("  \"a[\\u0022still there\\u0022]\\n\"\n", talk.Transcript, StringComparison.Ordinal);
    }

    /// <summary>The server serves, has given back what it used, and has nothing to say about it.</summary>
    public async Task AssertUnharmedAsync()
    {
        await AssertServesAsync();
        long growth = _process.WorkingSet - _memory;
        await _process.StopAsync();

        // Kestrel warns by itself of some resets in the middle of a body; it forgets that its read has ended.
        string[] lines =
        [
            .. _process.Log.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Where(line => !line.Contains("Microsoft.Hosting.Lifetime", StringComparison.Ordinal)
                    && !line.Contains("automatic draining of the request body", StringComparison.Ordinal)),
        ];
        Assert.True(lines.Length == 0, string.Join('\n', lines.Take(20)));
        Assert.True(growth < LargestGrowth, $"The server has grown by {growth >> 20} MiB.");
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
