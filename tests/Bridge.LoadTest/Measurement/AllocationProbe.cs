// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers.Text;
using System.Net.Sockets;

namespace Bridge.LoadTest.Measurement;

/// <summary>Asks the probe inside the server (<c>Bridge.LoadTest.Probe</c>) how much it has allocated.</summary>
internal sealed class AllocationProbe(string path)
{
    public long ReadAllocatedBytes()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.ReceiveTimeout = 5000;
        socket.Connect(new UnixDomainSocketEndPoint(path));

        Span<byte> answer = stackalloc byte[20];
        var length = 0;
        while (length < answer.Length && socket.Receive(answer[length..]) is var count and > 0)
        {
            length += count;
        }

        return Utf8Parser.TryParse(answer[..length], out long bytes, out _)
            ? bytes
            : throw new LoadTestException($"The probe at {path} gave no number.");
    }
}
