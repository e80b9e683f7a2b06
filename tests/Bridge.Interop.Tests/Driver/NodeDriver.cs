// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Bridge.Interop.Tests.Driver;

/// <summary>A Node.js process with the real JavaScript clients in it; javascript/driver.mjs describes the conversation.</summary>
public sealed class NodeDriver : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json =
        new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> _calls = new();
    private readonly ConcurrentDictionary<string, Action<string, JsonElement>> _clients = new();
    private readonly Process _process;
    private readonly SemaphoreSlim _writing = new(1);
    private readonly Task _reading;
    private int _lastCall;
    private int _lastClient;

    private NodeDriver(Process process)
    {
        _process = process;
        _process.ErrorDataReceived += (_, line) => Log.Add($"node: {line.Data}");
        _process.BeginErrorReadLine();
        _reading = ReadAsync();
    }

    public LineLog Log { get; } = new();

    public static NodeDriver Start()
    {
        var start = new ProcessStartInfo("node", ["javascript/driver.mjs"])
        {
            WorkingDirectory = Repository.InteropTests,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new NodeDriver(Process.Start(start)!);
    }

    /// <summary>Makes a client in the process.</summary>
    /// <param name="options">What kind of client, and its settings.</param>
    /// <param name="onNote">Gets what the client sees, in order; must not block.</param>
    public async Task<NodeClient> CreateAsync(object options, Action<string, JsonElement> onNote)
    {
        string name = $"client-{Interlocked.Increment(ref _lastClient)}";
        _clients[name] = onNote;
        await CallAsync(name, "new", options);
        return new NodeClient(this, name);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The process has ended already.
        }

        if (!_process.WaitForExit(Deadline.Default))
        {
            _process.Kill(entireProcessTree: true);
        }

        await _reading;
        _process.Dispose();
        _writing.Dispose();
    }

    internal async Task<JsonElement> CallAsync(string client, string op, params object?[] args)
    {
        int id = Interlocked.Increment(ref _lastCall);
        var answer = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        _calls[id] = answer;
        await WriteAsync(JsonSerializer.Serialize(new { id, client, op, args }, Json));
        return await answer.Task.WithinDeadline(() => $"{client} should have done '{op}'. {Log}");
    }

    internal void Forget(string client) => _clients.TryRemove(client, out _);

    private async Task WriteAsync(string line)
    {
        await _writing.WaitAsync();
        try
        {
            await _process.StandardInput.WriteLineAsync(line);
            await _process.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            throw new ClientException($"The Node.js process has ended. {Log}");
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            JsonElement message = JsonElement.Parse(line);
            if (message.TryGetProperty("note", out JsonElement note))
            {
                if (_clients.TryGetValue(message.GetProperty("client").GetString()!, out var onNote))
                {
                    message.TryGetProperty("data", out JsonElement data);
                    onNote(note.GetString()!, data);
                }
            }
            else
            {
                Complete(message);
            }
        }

        foreach (TaskCompletionSource<JsonElement> call in _calls.Values)
        {
            call.TrySetException(new ClientException($"The Node.js process ended. {Log}"));
        }
    }

    private void Complete(JsonElement message)
    {
        if (!_calls.TryRemove(message.GetProperty("id").GetInt32(), out TaskCompletionSource<JsonElement>? call))
        {
            return;
        }

        if (message.TryGetProperty("error", out JsonElement error))
        {
            call.SetException(new ClientException(error.GetString()!));
        }
        else
        {
            call.SetResult(message.GetProperty("result"));
        }
    }
}
