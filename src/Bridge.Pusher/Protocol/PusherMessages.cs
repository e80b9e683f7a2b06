// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Buffers.Text;
using Bridge.Core.Presence;

namespace Bridge.Pusher.Protocol;

/// <summary>
/// Writes the server's messages as docs/specs/pusher.md has them. Clients rely on <c>data</c> being there always, and on
/// its being a string except in <c>pusher:error</c>.
/// </summary>
internal static class PusherMessages
{
    /// <summary>Wants a pong.</summary>
    public static ReadOnlyMemory<byte> Ping { get; } = """{"event":"pusher:ping","data":"{}"}"""u8.ToArray();

    /// <summary>Answers a ping.</summary>
    public static ReadOnlyMemory<byte> Pong { get; } = """{"event":"pusher:pong","data":"{}"}"""u8.ToArray();

    /// <summary>The first message of every connection.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="socketId">The connection's id, of the form <c>digits.digits</c>.</param>
    /// <param name="activityTimeout">After how many seconds of silence the client is to send a ping; more than 0.</param>
    public static void WriteConnectionEstablished(IBufferWriter<byte> output, string socketId, int activityTimeout)
    {
        output.Write("""{"event":"pusher:connection_established","data":"{\"socket_id\":"""u8);
        output.WriteNestedJsonString(socketId);
        output.Write(""",\"activity_timeout\":"""u8);
        WriteNumber(output, activityTimeout);
        output.Write("""}"}"""u8);
    }

    /// <summary>The client is on the channel.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="channel">The channel's name.</param>
    public static void WriteSubscriptionSucceeded(IBufferWriter<byte> output, string channel)
    {
        output.Write("""{"event":"pusher_internal:subscription_succeeded","channel":"""u8);
        output.WriteJsonString(channel);
        output.Write(""","data":"{}"}"""u8);
    }

    /// <summary>The client is on the presence channel.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="channel">The channel's name.</param>
    /// <param name="members">The distinct users in the order they joined, the client's own included.</param>
    public static void WriteSubscriptionSucceeded(
        IBufferWriter<byte> output, string channel, IReadOnlyList<PresenceMember> members)
    {
        output.Write("""{"event":"pusher_internal:subscription_succeeded","channel":"""u8);
        output.WriteJsonString(channel);
        output.Write(""","data":"{\"presence\":{\"ids\":["""u8);
        for (int i = 0; i < members.Count; i++)
        {
            output.Write(i == 0 ? default : ","u8);
            output.WriteNestedJsonString(members[i].UserId);
        }

        output.Write("""],\"hash\":{"""u8);
        for (int i = 0; i < members.Count; i++)
        {
            output.Write(i == 0 ? default : ","u8);
            output.WriteNestedJsonString(members[i].UserId);
            output.Write(":"u8);
            output.WriteEscaped(members[i].UserInfo ?? "null");
        }

        output.Write("""},\"count\":"""u8);
        WriteNumber(output, members.Count);
        output.Write("""}}"}"""u8);
    }

    /// <summary>The client may not join the channel. Goes together with <see cref="WriteError"/>: no client reads both.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="channel">The channel's name.</param>
    /// <param name="type">The kind of refusal, for example <c>AuthError</c>.</param>
    /// <param name="error">Why, in words.</param>
    /// <param name="status">The status that goes with it in the manner of HTTP.</param>
    public static void WriteSubscriptionError(IBufferWriter<byte> output, string channel, string type, string error, int status)
    {
        output.Write("""{"event":"pusher:subscription_error","channel":"""u8);
        output.WriteJsonString(channel);
        output.Write(""","data":"{\"type\":"""u8);
        output.WriteNestedJsonString(type);
        output.Write(""",\"error\":"""u8);
        output.WriteNestedJsonString(error);
        output.Write(""",\"status\":"""u8);
        WriteNumber(output, status);
        output.Write("""}"}"""u8);
    }

    /// <summary>Something went wrong; fatal only when the server closes the connection after it.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="code">The code of a <see cref="PusherCloseCode"/>, or null.</param>
    /// <param name="message">What, in words.</param>
    public static void WriteError(IBufferWriter<byte> output, int? code, string message)
    {
        output.Write("""{"event":"pusher:error","data":{"code":"""u8);
        if (code is { } number)
        {
            WriteNumber(output, number);
        }
        else
        {
            output.Write("null"u8);
        }

        output.Write(""","message":"""u8);
        output.WriteJsonString(message);
        output.Write("}}"u8);
    }

    /// <summary>The client is the user that it said it is.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="userData">The <c>user_data</c> that the client sent.</param>
    public static void WriteSignInSuccess(IBufferWriter<byte> output, string userData)
    {
        output.Write("""{"event":"pusher:signin_success","data":"{\"user_data\":"""u8);
        output.WriteNestedJsonString(userData);
        output.Write("""}"}"""u8);
    }

    /// <summary>The cache channel that was just joined has no last event.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="channel">The channel's name.</param>
    public static void WriteCacheMiss(IBufferWriter<byte> output, string channel) =>
        WriteEvent(output, PusherEventNames.CacheMiss, channel, "\"{}\""u8);

    /// <summary>An event of the server, of another client, or of a channel's cache.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="name">The event's name.</param>
    /// <param name="channel">The channel's name, or null for an event that is on none.</param>
    /// <param name="data">The data: a JSON string in UTF-8, quotes included.</param>
    /// <param name="userId">The user who sent it to a presence channel, or null.</param>
    public static void WriteEvent(
        IBufferWriter<byte> output, string name, string? channel, ReadOnlySpan<byte> data, string? userId = null)
    {
        WriteEventHead(output, name, channel);
        output.Write(data);
        if (userId is not null)
        {
            output.Write(""","user_id":"""u8);
            output.WriteJsonString(userId);
        }

        output.Write("}"u8);
    }

    /// <summary>An event whose data is a JSON value and goes out as the string that holds it.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="name">The event's name.</param>
    /// <param name="channel">The channel's name, or null for an event that is on none.</param>
    /// <param name="json">The data: a JSON value in UTF-8.</param>
    public static void WriteJsonEvent(IBufferWriter<byte> output, string name, string? channel, ReadOnlySpan<byte> json)
    {
        WriteEventHead(output, name, channel);
        output.WriteJsonString(json);
        output.Write("}"u8);
    }

    private static void WriteEventHead(IBufferWriter<byte> output, string name, string? channel)
    {
        output.Write("""{"event":"""u8);
        output.WriteJsonString(name);
        if (channel is not null)
        {
            output.Write(""","channel":"""u8);
            output.WriteJsonString(channel);
        }

        output.Write(""","data":"""u8);
    }

    private static void WriteNumber(IBufferWriter<byte> output, int number)
    {
        Utf8Formatter.TryFormat(number, output.GetSpan(11), out int written);
        output.Advance(written);
    }
}
