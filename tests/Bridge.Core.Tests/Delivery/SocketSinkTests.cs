// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using System.Net.Sockets;
using Bridge.Core.Delivery;

namespace Bridge.Core.Tests.Delivery;

public sealed class SocketSinkTests : IDisposable
{
    private readonly Socket _server;
    private readonly Socket _client;

    public SocketSinkTests()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        _client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _client.Connect(listener.LocalEndPoint!);
        _server = listener.Accept();
    }

    public void Dispose()
    {
        _server.Dispose();
        _client.Dispose();
    }

    [Fact]
    public async Task WriteAsync_MoreThanTheSocketTakes_ArrivesWhole()
    {
        byte[] sent = new byte[8_000_000];
        new Random(1).NextBytes(sent);
        var sink = new SocketSink(_server);

        Task written = sink.WriteAsync(sent).AsTask();
        Assert.False(written.IsCompleted, "The socket took more than its buffers hold.");
        byte[] received = new byte[sent.Length];
        await using var stream = new NetworkStream(_client);
        await stream.ReadExactlyAsync(received).AsTask().Within("the bytes");
        await written.Within("the write");

        Assert.True(received.AsSpan().SequenceEqual(sent));
    }

    [Fact]
    public void WriteAsync_WhatTheSocketTakes_IsDoneAtOnce()
    {
        var sink = new SocketSink(_server);

        Assert.True(sink.WriteAsync("hello"u8.ToArray()).AsTask().IsCompletedSuccessfully);

        byte[] received = new byte[16];
        Assert.Equal(5, _client.Receive(received));
    }

    [Fact]
    public async Task WriteAsync_PeerHasReset_Fails()
    {
        var sink = new SocketSink(_server);
        Task write = sink.WriteAsync(new byte[8_000_000]).AsTask();
        _client.Close(timeout: 0);

        await Assert.ThrowsAsync<SocketException>(() => write.Within("the write to fail"));
        await Assert.ThrowsAsync<SocketException>(async () => await sink.WriteAsync(new byte[1]));
    }
}
