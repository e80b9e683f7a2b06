// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Bridge.LoadTest.Tests.Scenarios;

/// <summary>
/// The part of the Pusher protocol that the generator uses: checks signatures, sends client events to the other members.
/// </summary>
internal sealed class FakePusherServer(string key, string secret)
{
    private readonly ConcurrentDictionary<string, Member> _members = new();
    private int _connections;

    public void Map(WebApplication app)
    {
        app.UseWebSockets();
        app.Map("/app/{key}", ServeAsync);
    }

    private async Task ServeAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var member = new Member(socket, $"1.{Interlocked.Increment(ref _connections)}");
        await member.SendAsync($$"""{"event":"pusher:connection_established","data":"{\"socket_id\":\"{{member.SocketId}}\",\"activity_timeout\":120}"}""");

        var buffer = new byte[16 * 1024];
        while (await ReceiveAsync(socket, buffer) is { } message)
        {
            using (message)
            {
                await HandleAsync(member, message.RootElement);
            }
        }

        _members.TryRemove(member.SocketId, out _);
    }

    private static async Task<JsonDocument?> ReceiveAsync(WebSocket socket, byte[] buffer)
    {
        try
        {
            var result = await socket.ReceiveAsync(buffer, CancellationToken.None);
            return result.MessageType == WebSocketMessageType.Text ? JsonDocument.Parse(buffer.AsMemory(0, result.Count)) : null;
        }
        catch (WebSocketException)
        {
            return null;
        }
    }

    private async Task HandleAsync(Member sender, JsonElement message)
    {
        var data = message.GetProperty("data");
        if (message.GetProperty("event").GetString() == "pusher:subscribe")
        {
            var channel = data.GetProperty("channel").GetString()!;
            var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{sender.SocketId}:{channel}"));
            if (data.GetProperty("auth").GetString() != $"{key}:{Convert.ToHexStringLower(hash)}")
            {
                await sender.SendAsync("""{"event":"pusher:error","data":{"code":4009,"message":"Wrong signature"}}""");
                return;
            }

            sender.Channels.TryAdd(channel, true);
            _members.TryAdd(sender.SocketId, sender);
            await sender.SendAsync($$"""{"event":"pusher_internal:subscription_succeeded","channel":"{{channel}}","data":"{}"}""");
            return;
        }

        var target = message.GetProperty("channel").GetString()!;
        foreach (var member in _members.Values.Where(m => m != sender && m.Channels.ContainsKey(target)))
        {
            await member.SendAsync(message.GetRawText());
        }
    }

    private sealed record Member(WebSocket Socket, string SocketId)
    {
        public ConcurrentDictionary<string, bool> Channels { get; } = new();

        public Task SendAsync(string text) =>
            Socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
    }
}
