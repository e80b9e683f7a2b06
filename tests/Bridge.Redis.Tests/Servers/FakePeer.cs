// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Bridge.Redis.Tests.Servers;

/// <summary>A peer that answers each connection with what the test says, whatever it is asked, and can stop in the middle.</summary>
internal sealed class FakePeer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Func<int, string?> _answer;
    private readonly Task _serving;

    /// <param name="answer">What the connection with this number, from 0, gets; null: it is closed at once. It is closed behind the answer.</param>
    public FakePeer(Func<int, string?> answer)
    {
        _answer = answer;
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Configuration => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port},protocol=resp3";

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _serving.Within("the fake peer to end");
        _listener.Stop();
        _stopping.Dispose();
    }

    private async Task ServeAsync()
    {
        byte[] asked = new byte[4096];
        for (int number = 0; !_stopping.IsCancellationRequested; number++)
        {
            try
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                if (_answer(number) is { } answer)
                {
                    await client.GetStream().ReadAtLeastAsync(asked, 1, throwOnEndOfStream: false, _stopping.Token);
                    await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(answer), _stopping.Token);
                }
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
            {
                // The test is over, or the client gave up first.
            }
        }
    }
}
