// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using Bridge.Redis.Connections;
using Bridge.Redis.Wire;

namespace Bridge.Redis.Backplane;

/// <summary>Hears one Redis channel; what is not in the wire format is dropped, and the subscription stays.</summary>
/// <param name="channel">The Redis channel.</param>
/// <param name="malformed">Told of what was dropped.</param>
/// <param name="receive">Takes a message. It throws <see cref="WireFormatException"/> for what it does not understand.</param>
/// <param name="resubscribed">Called when an interruption is over, or null.</param>
internal sealed class WireSubscriber(
    string channel, MalformedInput malformed, Action<ReadOnlySequence<byte>> receive, Action? resubscribed = null) : IRedisSubscriber
{
    public void OnMessage(ReadOnlySequence<byte> payload)
    {
        try
        {
            receive(payload);
        }
        catch (WireFormatException e)
        {
            malformed.Report(channel, e.Message);
        }
    }

    public void OnResubscribed() => resubscribed?.Invoke();
}
