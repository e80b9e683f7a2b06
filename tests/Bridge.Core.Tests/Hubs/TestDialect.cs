// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Text;
using Bridge.Core.Channels;
using Bridge.Core.Connections;
using Bridge.Core.Hubs;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Bridge.Core.Tests.Hubs;

/// <summary>A dialect whose messages are <c>channel|target [arguments]</c>. It has no word for the target <c>unspeakable</c>.</summary>
internal sealed class TestDialect(HubJson json) : IDialect
{
    public string Name => "test";

    public bool TryEncode(InvocationMessage message, string? channel, IBufferWriter<byte> output)
    {
        if (message.Target == "unspeakable")
        {
            return false;
        }

        string arguments = message is ChannelEventMessage channelEvent
            ? $"[{Text(channelEvent.Data.Json)}]"
            : Text(json.ArgumentsOf(message));
        Encoding.UTF8.GetBytes($"{channel}|{message.Target} {arguments}", output);
        return true;
    }

    private static string Text(ReadOnlyMemory<byte> utf8) => Encoding.UTF8.GetString(utf8.Span);
}
