// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.IO.Pipelines;
using Bridge.Redis.Resp;

namespace Bridge.Redis.Connections;

/// <summary>One live connection to a Redis server: bytes out, values in.</summary>
internal sealed class RedisTransport(Stream stream, string endpoint) : IAsyncDisposable
{
    private const int ReadBufferBytes = 128 * 1024;

    private readonly PipeReader _reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: ReadBufferBytes, leaveOpen: true));

    /// <summary>The server, for people.</summary>
    public string Endpoint { get; } = endpoint;

    /// <summary>Whether version 3 of the protocol was agreed on.</summary>
    public bool IsResp3 { get; set; }

    /// <summary>Whether the server follows another one.</summary>
    public bool IsReplica { get; set; }

    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => stream.WriteAsync(bytes, cancellationToken);

    /// <summary>Waits for input and hands it on.</summary>
    /// <param name="handler">Takes whole values off the input.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="EndOfStreamException">The server has closed the connection.</exception>
    public async ValueTask ReceiveAsync(IRespInput handler, CancellationToken cancellationToken)
    {
        ReadResult result = await _reader.ReadAsync(cancellationToken);
        SequencePosition consumed = handler.OnInput(result.Buffer);
        _reader.AdvanceTo(consumed, result.Buffer.End);
        if (result.IsCompleted)
        {
            throw new EndOfStreamException("Redis closed the connection");
        }
    }

    /// <summary>Sends a command and waits for its answer; only while nothing else is under way.</summary>
    public async ValueTask<RespValue> CallAsync(RespCommand command, CancellationToken cancellationToken)
    {
        await SendAsync(command.ToArray(), cancellationToken);
        var answer = new SingleValue();
        while (!answer.IsThere)
        {
            await ReceiveAsync(answer, cancellationToken);
        }

        return answer.Value;
    }

    /// <summary>Ends the connection: what is under way on it fails.</summary>
    public void Abort() => stream.Dispose();

    /// <summary>Lets the connection go; only when nothing is under way on it any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync();
        await _reader.CompleteAsync();
    }

    private sealed class SingleValue : IRespInput
    {
        public bool IsThere { get; private set; }

        public RespValue Value { get; private set; }

        public SequencePosition OnInput(ReadOnlySequence<byte> input)
        {
            var reader = new SequenceReader<byte>(input);
            if (!RespParser.TryRead(ref reader, RespLimits.Default, out RespValue value))
            {
                return input.Start;
            }

            Value = value;
            IsThere = true;
            return reader.Position;
        }
    }
}
