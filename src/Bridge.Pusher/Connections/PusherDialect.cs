// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using Bridge.Core.Connections;
using Bridge.Core.Hubs;
using Bridge.Pusher.Protocol;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Bridge.Pusher.Connections;

/// <summary>The Pusher protocol as a dialect of the hub.</summary>
internal sealed class PusherDialect(HubJson json) : IDialect
{
    private readonly PusherEventEncoder _encoder = new(json);

    public string Name => "pusher";

    public bool TryEncode(InvocationMessage message, string? channel, IBufferWriter<byte> output) =>
        _encoder.TryEncode(message, channel, output);
}
