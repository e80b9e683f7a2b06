// Licensed under the MIT License. See LICENSE in the repository root.

using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Bridge.SockJS.Tests.Hosts;

/// <summary>An HTTP/1.1 answer, chunk by chunk, as it came over the wire.</summary>
public sealed class RawResponse : IDisposable
{
    private readonly TcpClient _client;
    private readonly NetworkStream _stream;
    private readonly Dictionary<string, string> _headers = new(StringComparer.OrdinalIgnoreCase);

    private RawResponse(TcpClient client)
    {
        _client = client;
        _stream = client.GetStream();
    }

    public int Status { get; private set; }

    public string? this[string header] => _headers.GetValueOrDefault(header);

    public static async Task<RawResponse> SendAsync(int port, string method, string target, string? body, string[] headers)
    {
        TcpClient client = new();
        await client.ConnectAsync(IPAddress.Loopback, port);
        RawResponse response = new(client);
        string length = body is null ? string.Empty : $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n";
        string lines = string.Concat(headers.Select(header => header + "\r\n"));
        await response._stream.WriteAsync(Encoding.UTF8.GetBytes($"{method} {target} HTTP/1.1\r\nHost: localhost\r\n{length}{lines}\r\n{body}"));
        await response.ReadHeadAsync();
        return response;
    }

    /// <summary>The next chunk; empty for the last one.</summary>
    public async Task<string> ReadChunkAsync()
    {
        int length = int.Parse(await ReadLineAsync().Within("a chunk"), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        string chunk = await ReadTextAsync(length).Within("the rest of a chunk");
        Assert.Equal(string.Empty, await ReadLineAsync().Within("the end of a chunk"));
        return chunk;
    }

    /// <summary>The whole body.</summary>
    public async Task<string> ReadBodyAsync()
    {
        if (this["Content-Length"] is { } length)
        {
            return await ReadTextAsync(int.Parse(length, CultureInfo.InvariantCulture)).Within("the body");
        }

        StringBuilder body = new();
        if (this["Transfer-Encoding"] == "chunked")
        {
            for (string chunk; (chunk = await ReadChunkAsync()).Length > 0;)
            {
                body.Append(chunk);
            }
        }

        return body.ToString();
    }

    public void Dispose() => _client.Dispose();

    private async Task ReadHeadAsync()
    {
        string status = await ReadLineAsync();
        Status = int.Parse(status.Split(' ')[1], CultureInfo.InvariantCulture);
        for (string line; (line = await ReadLineAsync()).Length > 0;)
        {
            int colon = line.IndexOf(':');
            _headers[line[..colon]] = line[(colon + 1)..].Trim();
        }
    }

    private async Task<string> ReadLineAsync()
    {
        StringBuilder line = new();
        byte[] one = new byte[1];
        while (true)
        {
            await _stream.ReadExactlyAsync(one);
            if (one[0] == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append((char)one[0]);
        }
    }

    private async Task<string> ReadTextAsync(int length)
    {
        byte[] bytes = new byte[length];
        await _stream.ReadExactlyAsync(bytes);
        return Encoding.UTF8.GetString(bytes);
    }
}
