// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Bridge.Core.Tests.Hubs;

/// <summary>A SignalR client over a pair of pipes, which speaks SignalR's JSON by hand.</summary>
internal sealed class NativeTestClient : TestClient
{
    private const byte RecordSeparator = 0x1E;

    private readonly Pipe _toServer = new();
    private readonly Pipe _toClient;
    private readonly List<JsonElement> _records = [];

    /// <param name="connectionId">The connection's id.</param>
    /// <param name="pauseBytes">The unread bytes at which the server's writes stop to complete; 0: never.</param>
    public NativeTestClient(string connectionId, int pauseBytes = 0)
    {
        _toClient = new Pipe(new PipeOptions(pauseWriterThreshold: pauseBytes, resumeWriterThreshold: pauseBytes / 2));
        Connection = new DefaultConnectionContext(
            connectionId, new DuplexPipe(_toServer.Reader, _toClient.Writer), new DuplexPipe(_toClient.Reader, _toServer.Writer));
    }

    /// <summary>The server's side of the connection.</summary>
    public DefaultConnectionContext Connection { get; }

    public override string ConnectionId => Connection.ConnectionId;

    /// <summary>Done when the server is through with the connection.</summary>
    public Func<Task> Ended { private get; set; } = () => Task.CompletedTask;

    public override async Task DisconnectAsync()
    {
        await _toServer.Writer.CompleteAsync();
        await Ended().WaitAsync(Patience);
    }

    public Task SendHandshakeAsync(int version) => SendAsync($$"""{"protocol":"json","version":{{version}}}""");

    /// <summary>Invokes a hub method.</summary>
    /// <param name="id">The invocation's id; null for a client that wants no answer.</param>
    /// <param name="target">The method.</param>
    /// <param name="arguments">A JSON array.</param>
    public Task InvokeAsync(string? id, string target, string arguments) => SendAsync(id is null
        ? $$"""{"type":1,"target":"{{target}}","arguments":{{arguments}}}"""
        : $$"""{"type":1,"invocationId":"{{id}}","target":"{{target}}","arguments":{{arguments}}}""");

    public async Task SendAsync(string record) =>
        await _toServer.Writer.WriteAsync(Encoding.UTF8.GetBytes(record + (char)RecordSeparator));

    public override async Task<string> ReadAsync() => Words(await ReadRecordAsync());

    /// <summary>An invocation as words.</summary>
    public static string Words(JsonElement record) =>
        $"{record.GetProperty("target").GetString()} {record.GetProperty("arguments").GetRawText()}";

    /// <summary>The next record of the server that is not a ping.</summary>
    public async Task<JsonElement> ReadRecordAsync()
    {
        while (true)
        {
            if (_records.Count > 0)
            {
                JsonElement record = _records[0];
                _records.RemoveAt(0);
                if (!record.TryGetProperty("type", out JsonElement type) || type.GetInt32() != HubProtocolConstants.PingMessageType)
                {
                    return record;
                }

                continue;
            }

            ReadResult result = await _toClient.Reader.ReadAsync().AsTask().WaitAsync(Patience);
            Take(result.Buffer);
            if (result.IsCompleted && _records.Count == 0)
            {
                throw new IOException("The server has ended the connection.");
            }
        }
    }

    /// <summary>The bytes that the server has written and nobody has read; they stay unread.</summary>
    public async Task<long> PeekLengthAsync()
    {
        ReadResult result = await _toClient.Reader.ReadAsync().AsTask().WaitAsync(Patience);
        _toClient.Reader.AdvanceTo(result.Buffer.Start);
        return result.Buffer.Length;
    }

    private void Take(ReadOnlySequence<byte> bytes)
    {
        while (bytes.PositionOf(RecordSeparator) is { } end)
        {
            using JsonDocument document = JsonDocument.Parse(bytes.Slice(0, end));
            _records.Add(document.RootElement.Clone());
            bytes = bytes.Slice(bytes.GetPosition(1, end));
        }

        _toClient.Reader.AdvanceTo(bytes.Start, bytes.End);
    }

    private sealed class DuplexPipe(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input { get; } = input;

        public PipeWriter Output { get; } = output;
    }
}
