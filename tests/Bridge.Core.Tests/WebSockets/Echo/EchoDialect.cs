// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Text;
using Bridge.Core.Connections;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Bridge.Core.Tests.WebSockets.Echo;

/// <summary>A dialect whose messages are the first argument of what the hub sends.</summary>
internal sealed class EchoDialect : IDialect
{
    public string Name => "echo";

    public bool TryEncode(InvocationMessage message, string? channel, IBufferWriter<byte> output)
    {
        output.Write(Encoding.UTF8.GetBytes((string)message.Arguments[0]!));
        return true;
    }
}
