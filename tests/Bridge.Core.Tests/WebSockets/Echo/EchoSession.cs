// Licensed under the MIT License. See LICENSE in the repository root.

using System.Globalization;
using System.Text;
using Bridge.Core.Connections;
using Bridge.Core.Delivery;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Bridge.Core.Tests.WebSockets.Echo;

/// <summary>
/// Messages are "Method argument" and invoke the hub, but for "close code reason", which closes the connection, and "throw".
/// </summary>
internal sealed class EchoSession(DialectConnection connection, EchoHubState state) : DialectSession
{
    public const string Greeting = "hello";

    public static readonly ConnectionClose HubEnded = new(4009, "hub ended");
    public static readonly ConnectionClose Idle = new(4201, "idle");
    public static readonly ConnectionClose Shutdown = new(4200, "shutdown");
    public static readonly ConnectionClose Slow = new(4100, "slow");

    public override ConnectionClose SlowConsumerClose => Slow;

    public override ConnectionClose ShutdownClose => Shutdown;

    public override ConnectionClose IdleClose => Idle;

    public override ConnectionClose HubEndedClose => HubEnded;

    public override OutboundMessage Ping => Message("are you there?");

    public override void OnOpened() => connection.Send(Message(Greeting));

    public override ValueTask OnMessageAsync(ReadOnlyMemory<byte> message)
    {
        state.CountMessage();
        string[] words = Encoding.UTF8.GetString(message.Span).Split(' ', 3);
        switch (words[0])
        {
            case "throw":
                throw new InvalidOperationException("The session fails.");
            case "close":
                connection.Close(new ConnectionClose(int.Parse(words[1], CultureInfo.InvariantCulture), words[2]));
                return ValueTask.CompletedTask;
            default:
                return connection.InvokeAsync(
                    null, words[0], string.Join(' ', words.Skip(1)), static (argument, json) => json.WriteStringValue(argument));
        }
    }

    public override void OnHubMessage(HubMessage message)
    {
        // No word for completions, nor for the hub's own end: the latter is left to the transport.
    }

    public override OutboundMessage? Farewell(ConnectionClose close) => close.Code >= 4000 ? Message($"bye {close.Code}") : null;

    private static OutboundMessage Message(string text) => OutboundMessage.Text(Encoding.UTF8.GetBytes(text), isControl: true);
}
