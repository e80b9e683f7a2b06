// Licensed under the MIT License. See LICENSE in the repository root.

using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Bridge.Interop.Tests.Driver;

namespace Bridge.Interop.Tests.SockJSOracle;

/// <summary>One TCP connection to a server, byte by byte.</summary>
internal sealed class WireClient : IDisposable
{
    private readonly TcpClient _client = new();

    private WireClient()
    {
    }

    public NetworkStream Stream => _client.GetStream();

    public static async Task<WireClient> ConnectAsync(int port)
    {
        WireClient client = new();
        await client._client.ConnectAsync(IPAddress.Loopback, port);
        return client;
    }

    public async Task SendAsync(string text) => await Stream.WriteAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>Reads the status line and the headers.</summary>
    public async Task<WireHead> ReadHeadAsync()
    {
        string status = await ReadLineAsync();
        List<KeyValuePair<string, string>> headers = [];
        for (string line; (line = await ReadLineAsync()).Length > 0;)
        {
            int colon = line.IndexOf(':');
            headers.Add(new(line[..colon], line[(colon + 1)..].Trim()));
        }

        return new WireHead(status, headers);
    }

    /// <summary>Reads a body in the parts that it came in: chunks, or one part when its length is told or the connection ends.</summary>
    public async Task<List<string>> ReadBodyAsync(WireHead head)
    {
        List<string> parts = [];
        if (head.HasNoBody)
        {
            return parts;
        }

        if (head["Transfer-Encoding"] == "chunked")
        {
            for (string chunk; (chunk = await ReadChunkAsync()).Length > 0;)
            {
                parts.Add(chunk);
            }
        }
        else
        {
            parts.Add(head["Content-Length"] is { } length
                ? await ReadTextAsync(int.Parse(length, CultureInfo.InvariantCulture))
                : await ReadToEndAsync());
        }

        return parts;
    }

    /// <summary>The next chunk; empty for the last one.</summary>
    public async Task<string> ReadChunkAsync()
    {
        int length = int.Parse(await ReadLineAsync(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        string chunk = await ReadTextAsync(length);
        await ReadLineAsync();
        return chunk;
    }

    public async Task<string> ReadToEndAsync()
    {
        using MemoryStream rest = new();
        await Stream.CopyToAsync(rest).WithinDeadline("the end of the connection");
        return Encoding.UTF8.GetString(rest.GetBuffer(), 0, (int)rest.Length);
    }

    public void Dispose() => _client.Dispose();

    private async Task<string> ReadLineAsync()
    {
        List<byte> line = [];
        byte[] one = new byte[1];
        while (true)
        {
            await Stream.ReadExactlyAsync(one).AsTask().WithinDeadline("a line");
            if (one[0] == '\n')
            {
                return Encoding.ASCII.GetString([.. line]).TrimEnd('\r');
            }

            line.Add(one[0]);
        }
    }

    private async Task<string> ReadTextAsync(int length)
    {
        byte[] bytes = new byte[length];
        await Stream.ReadExactlyAsync(bytes).AsTask().WithinDeadline("a part of a body");
        return Encoding.UTF8.GetString(bytes);
    }
}
