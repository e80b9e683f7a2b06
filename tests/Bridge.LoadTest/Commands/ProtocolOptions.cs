// Licensed under the MIT License. See LICENSE in the repository root.

using System.CommandLine;
using Bridge.LoadTest.Clients;

namespace Bridge.LoadTest.Commands;

/// <summary>The options that choose and set up a protocol.</summary>
internal sealed class ProtocolOptions
{
    private readonly Option<ProtocolKind> _protocol = new("--protocol")
    {
        Description = "pusher: signed private channels and client events. signalr: Subscribe(channel) and Publish(channel, data) of any hub. channelhub: Bridge's own hub.",
        DefaultValueFactory = _ => ProtocolKind.Pusher,
    };

    private readonly Option<string> _key = new("--key")
    {
        Description = "Key of the Pusher app.",
        DefaultValueFactory = _ => "demo-key",
    };

    private readonly Option<string> _secret = new("--secret")
    {
        Description = "Secret of the Pusher app.",
        DefaultValueFactory = _ => "demo-secret",
    };

    private readonly Option<string?> _path = new("--path")
    {
        Description = "Path of the WebSocket [default: /app/KEY or /hub].",
    };

    private readonly Option<string> _subscribe = new("--subscribe-method")
    {
        Description = "signalr: the hub method that joins a channel.",
        DefaultValueFactory = _ => "Subscribe",
    };

    private readonly Option<string> _publish = new("--publish-method")
    {
        Description = "signalr: the hub method that publishes.",
        DefaultValueFactory = _ => "Publish",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_protocol);
        command.Options.Add(_key);
        command.Options.Add(_secret);
        command.Options.Add(_path);
        command.Options.Add(_subscribe);
        command.Options.Add(_publish);
    }

    public ChannelProtocol Read(ParseResult arguments)
    {
        var key = arguments.GetRequiredValue(_key);
        var secret = arguments.GetRequiredValue(_secret);
        var path = arguments.GetValue(_path);
        return arguments.GetValue(_protocol) switch
        {
            ProtocolKind.Pusher => new PusherProtocol(key, secret, path),
            ProtocolKind.SignalR => new SignalRProtocol(
                path ?? "/hub", arguments.GetRequiredValue(_subscribe), arguments.GetRequiredValue(_publish)),
            _ => new ChannelHubProtocol(path ?? "/hub", key, secret),
        };
    }
}
