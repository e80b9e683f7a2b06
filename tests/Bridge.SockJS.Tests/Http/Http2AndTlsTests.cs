// Licensed under the MIT License. See LICENSE in the repository root.

using System.IO.Pipelines;
using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Bridge.SockJS.Tests.Hosts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Bridge.SockJS.Tests.Http;

public sealed class Http2AndTlsTests : IDisposable
{
    // Less than a peer may take for a pong, so that it does not matter which of two beats a message comes after.
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);

    private readonly ProbeHandler _handler = new();
    private readonly X509Certificate2 _certificate = CreateCertificate();

    private readonly SocketsHttpHandler _http = new();

    public Http2AndTlsTests() => _http.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
        certificate?.GetCertHashString() == _certificate.GetCertHashString();

    /// <summary>Whether TLS is on, and the version of HTTP.</summary>
    public static TheoryData<bool, string> Kinds => new() { { false, "2.0" }, { true, "2.0" }, { true, "1.1" } };

    public void Dispose()
    {
        _http.Dispose();
        _certificate.Dispose();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task XhrStreaming_FramesAndHeartbeats_ComeAsTheyAreSent(bool isTls, string version)
    {
        await using TestServer server = await StartAsync(isTls, version);
        using HttpMessageInvoker client = new(_http, disposeHandler: false);
        using HttpResponseMessage response = await PostAsync(client, server, isTls, version, "/probe/0/s/xhr_streaming");
        Assert.Equal(Version.Parse(version), response.Version);
        using StreamReader frames = new(await response.Content.ReadAsStreamAsync());
        Assert.Equal(new string('h', 2048), await LineAsync(frames));
        Assert.Equal("o", await LineAsync(frames));
        ConnectionContext connection = await _handler.NextAsync();
        await connection.Transport.Output.WriteAsync("x"u8.ToArray());
        Assert.Equal("a[\"x\"]", await LineAsync(frames));
        server.Time.Advance(Beat);
        Assert.Equal("h", await LineAsync(frames));
        using HttpResponseMessage sent = await PostAsync(client, server, isTls, version, "/probe/0/s/xhr_send", "[]");
        Assert.Equal(HttpStatusCode.NoContent, sent.StatusCode);

        // Over HTTP/2 this resets the stream and nothing else.
        response.Dispose();
        await ProbeHandler.ClosedAsync(connection);
        using HttpResponseMessage late = await PostAsync(client, server, isTls, version, "/probe/0/s/xhr");
        Assert.Equal("c[1002,\"Connection interrupted\"]\n", await late.Content.ReadAsStringAsync());
        Assert.Empty(server.Warnings.Lines);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task WebSocket_FramesPingsAndClose_WorkAsOverPlainHttp(bool isTls, string version)
    {
        await using TestServer server = await StartAsync(isTls, version);
        using HttpMessageInvoker client = new(_http, disposeHandler: false);
        using ClientWebSocket socket = new();
        socket.Options.HttpVersion = Version.Parse(version);
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        Uri address = new($"{(isTls ? "wss" : "ws")}://127.0.0.1:{server.Port}/probe/0/s/websocket");
        await socket.ConnectAsync(address, client, CancellationToken.None).Within("the WebSocket");
        Assert.Equal("o", await ReceiveAsync(socket));
        ConnectionContext connection = await _handler.NextAsync();
        await connection.Transport.Output.WriteAsync("x"u8.ToArray());
        Assert.Equal("a[\"x\"]", await ReceiveAsync(socket));
        for (int beat = 0; beat < 6; beat++)
        {
            server.Time.Advance(Beat);
            Assert.Equal("h", await ReceiveAsync(socket));

            // Whatever comes is as good as a pong, which this client sends only with its next read.
            await socket.SendAsync("[\"y\"]"u8.ToArray(), WebSocketMessageType.Text, true, CancellationToken.None);
            ReadResult read = await connection.Transport.Input.ReadAsync().AsTask().Within("the client's message");
            connection.Transport.Input.AdvanceTo(read.Buffer.End);
        }

        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        await ProbeHandler.ClosedAsync(connection);
        Assert.Empty(server.Warnings.Lines);
    }

    private static Task<HttpResponseMessage> PostAsync(
        HttpMessageInvoker client, TestServer server, bool isTls, string version, string path, string body = "")
    {
        HttpRequestMessage request = new(HttpMethod.Post, $"{(isTls ? "https" : "http")}://127.0.0.1:{server.Port}{path}")
        {
            Version = Version.Parse(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new StringContent(body),
        };
        return client.SendAsync(request, CancellationToken.None).Within($"the head of {path}");
    }

    private static Task<string?> LineAsync(StreamReader frames) => frames.ReadLineAsync().Within("a line");

    private static async Task<string> ReceiveAsync(ClientWebSocket socket)
    {
        byte[] buffer = new byte[256];
        WebSocketReceiveResult result = await socket.ReceiveAsync(buffer, CancellationToken.None).Within("a message");
        return Encoding.UTF8.GetString(buffer, 0, result.Count);
    }

    private static X509Certificate2 CreateCertificate()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private Task<TestServer> StartAsync(bool isTls, string version) => TestServer.StartAsync(
        app => app.MapSockJS("/probe", _handler.Use, new SockJSOptions { HeartbeatDelay = Beat }),
        listen: options =>
        {
            options.Protocols = version == "2.0" ? HttpProtocols.Http2 : HttpProtocols.Http1;
            if (isTls)
            {
                options.UseHttps(_certificate);
            }
        });
}
