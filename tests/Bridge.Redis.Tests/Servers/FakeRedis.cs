// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Bridge.Redis.Resp;

namespace Bridge.Redis.Tests.Servers;

/// <summary>A server that greets like Redis and answers each command with what the test says, in the words of the protocol.</summary>
internal sealed class FakeRedis : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<TcpClient, bool> _clients = new();
    private readonly Func<string[], string> _answer;
    private readonly Task _serving;

    /// <param name="answer">What a command and its arguments get; empty: no answer.</param>
    public FakeRedis(Func<string[], string> answer)
    {
        _answer = answer;
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Configuration => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port},protocol=resp3";

    /// <summary>Closes all connections; further ones are served.</summary>
    public void Disconnect()
    {
        foreach (TcpClient client in _clients.Keys)
        {
            client.Client.Close();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _serving.Within("the fake server to end");
        _listener.Stop();
        _stopping.Dispose();
    }

    private async Task ServeAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stopping.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            _clients[client] = true;
            try
            {
                NetworkStream stream = client.GetStream();
                PipeReader reader = PipeReader.Create(stream);
                while (await reader.ReadAsync(_stopping.Token) is { IsCompleted: false } read)
                {
                    SequencePosition consumed = Answer(read.Buffer, out string answers);
                    reader.AdvanceTo(consumed, read.Buffer.End);
                    await stream.WriteAsync(Encoding.Latin1.GetBytes(answers), _stopping.Token);
                }
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
            {
                // The test is over, or one side has closed the connection.
            }

            _clients.TryRemove(client, out _);
        }
    }

    private SequencePosition Answer(ReadOnlySequence<byte> input, out string answers)
    {
        var text = new StringBuilder();
        var reader = new SequenceReader<byte>(input);
        SequencePosition consumed = input.Start;
        while (!reader.End && RespParser.TryRead(ref reader, RespLimits.Default, out RespValue command))
        {
            consumed = reader.Position;
            string[] words = [.. command.Items.Select(item => item.ToString())];
            text.Append(words[0] == "HELLO" ? "%1\r\n+role\r\n+master\r\n" : _answer(words));
        }

        answers = text.ToString();
        return consumed;
    }
}
