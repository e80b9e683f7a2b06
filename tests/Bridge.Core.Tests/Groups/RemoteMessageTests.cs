// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Text;
using Bridge.Core.Backplane;
using Bridge.Core.Channels;
using Bridge.Core.Connections;
using Bridge.Core.Groups;
using Bridge.Core.Hubs;
using Bridge.Core.Mapping;
using Bridge.Core.Tests.Mapping;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bridge.Core.Tests.Groups;

/// <summary>Messages of other nodes, in the words of this node's clients.</summary>
public sealed class RemoteMessageTests
{
    private static readonly JsonHubProtocol Json = new();
    private readonly KeepingDialect _dialect = new();

    [Theory]
    [InlineData("{\"a\":\"\\u00e9\"}")]
    [InlineData(" [1, 2] ")]
    [InlineData("\"quoted\"")]
    [InlineData("plain text")]
    [InlineData("")]
    [InlineData("\u2028 \\ \" <b>")]
    public void Event_PublishedAsText_ReachesDialectsAsThatText(string text)
    {
        ChannelEventMessage sent = Event(EventData.FromText(text));
        ChannelEventMessage received = Receive(sent);
        Assert.Equal(text, System.Text.Json.JsonSerializer.Deserialize<string>(received.Data.StringToken.Span));
        Assert.Equal(Encoding.UTF8.GetString(sent.Data.Json.Span).Trim(), Encoding.UTF8.GetString(received.Data.Json.Span).Trim());
        Assert.Equal(("app:room", "room", "news", "ann"), (received.Group, received.Channel, received.Target, received.UserId));
    }

    [Theory]
    [InlineData("{\"a\":1}")]
    [InlineData("\"text\"")]
    [InlineData("17")]
    public void Event_PublishedAsJson_IsThatJson(string json)
    {
        ChannelEventMessage sent = Event(EventData.FromJson(Encoding.UTF8.GetBytes(json)));
        ChannelEventMessage received = Receive(sent);
        Assert.Equal(Encoding.UTF8.GetString(sent.Data.StringToken.Span), Encoding.UTF8.GetString(received.Data.StringToken.Span));
        Assert.Equal(json, Encoding.UTF8.GetString(received.Data.Json.Span));
    }

    [Fact]
    public void HubMessage_WithoutTheClientsProtocol_IsRewrittenForIt()
    {
        RemoteMessage message = Message(new SerializedMessage("other", new byte[] { 1 }), new SerializedMessage("json", Json.GetMessageBytes(new InvocationMessage("Hello", [1, "a"]))));
        var protocol = new NamedJson("messagepack");
        Assert.Equal(
            "{\"type\":1,\"target\":\"Hello\",\"arguments\":[1,\"a\"]}\u001e",
            Encoding.UTF8.GetString(message.ForNative(protocol)!.GetSerializedMessage(protocol).Span));
    }

    [Fact]
    public void HubMessage_WithoutJson_IsReadFromAnotherProtocol()
    {
        RemoteMessage message = Message(new SerializedMessage("messagepack", Json.GetMessageBytes(new InvocationMessage("Hello", [1, "a", null]))));
        message.For(_dialect);
        Assert.Equal("Hello", _dialect.Last!.Target);
        Assert.Equal("[1,\"a\",null]", Encoding.UTF8.GetString(new HubJson(Json).ArgumentsOf(_dialect.Last).Span));
        Assert.NotNull(message.ForNative(Json));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"target\":\"a\"}")]
    [InlineData("{\"arguments\":[]}")]
    [InlineData("{\"target\":1,\"arguments\":[]}")]
    [InlineData("{\"target\":\"a\",\"arguments\":{}}")]
    [InlineData("{\"target\":\"a\",\"arguments\":[1}")]
    [InlineData("{\"target\":\"a\",\"arguments\":[]} x")]
    [InlineData("{\"target\":\"\\ud800\",\"arguments\":[]}")]
    public void HubMessage_NotAnInvocation_IsForNobodyWhoNeedsToReadIt(string json)
    {
        RemoteMessage message = Message(new SerializedMessage("json", Encoding.UTF8.GetBytes(json)));
        Assert.Null(message.For(_dialect));
        Assert.Null(message.ForNative(new NamedJson("messagepack")));
    }

    [Fact]
    public void HubMessage_UnderAnotherName_KeepsItsArguments()
    {
        RemoteMessage message = MessageOf(Said(), new SerializedMessage("json", Json.GetMessageBytes(new InvocationMessage("Said", ["ann", "hi", 3]))));
        message.For(_dialect);
        Assert.Equal("said", _dialect.Last!.Target);
        Assert.Equal("""[{"user":"ann","text":"hi"}]""", Encoding.UTF8.GetString(new HubJson(Json).ArgumentsOf(_dialect.Last).Span));
    }

    [Fact]
    public void HubMessage_UnderAnotherNameWithoutMembers_KeepsItsArguments()
    {
        HubMap map = Maps.Compile(hub => hub.OnServerEvent("Said", "said")).Map;
        RemoteMessage message = MessageOf(map, new SerializedMessage("json", Json.GetMessageBytes(new InvocationMessage("Said", ["ann", 3]))));
        message.For(_dialect);
        Assert.Equal("""["ann",3]""", Encoding.UTF8.GetString(new HubJson(Json).ArgumentsOf(_dialect.Last!).Span));
        Assert.Equal(2, _dialect.Last!.Arguments.Length);
    }

    [Theory]
    [InlineData(""" {"text": "hi", "user":"ann", "more":[1]} """)]
    [InlineData("""{"user":"\u00e9"}""")]
    [InlineData("[1]")]
    public void Event_WhoseMembersAreArguments_ReachesDialectsAsThatText(string text)
    {
        HubMap map = Said();
        var sent = new OwnMessage(new ChannelEventMessage("app:room", "room", "said", EventData.FromText(text)), "room", map, new NativeEventEncoder(withChannel: false, map));
        List<SerializedMessage> payloads = [new SerializedMessage("json", sent.ForNative(Json)!.GetSerializedMessage(Json))];
        if (sent.SplitData is { } data)
        {
            payloads.Add(new SerializedMessage(BackplaneMessage.SplitDataEntry, data));
        }

        Assert.Equal(text != "[1]", payloads.Count == 2);
        var source = new BackplaneMessage { Payloads = payloads, Event = new BackplaneEvent(IsText: true, null) };
        new RemoteMessage(source, "app:room", "room", map, Reader()).For(_dialect);

        ChannelEventMessage received = Assert.IsType<ChannelEventMessage>(_dialect.Last);
        Assert.Equal("said", received.Target);
        Assert.Equal(text, System.Text.Json.JsonSerializer.Deserialize<string>(received.Data.StringToken.Span));
    }

    private static HubMap Said() => Maps.Compile(hub => hub.OnServerEvent("Said", "said", "user", "text")).Map;

    private static RemoteMessage MessageOf(HubMap map, SerializedMessage payload) =>
        new(new BackplaneMessage { Payloads = [payload] }, "app:room", "room", map, Reader());

    private static ChannelEventMessage Event(EventData data) => new("app:room", "room", "news", data, "ann");

    private static RemoteMessage Message(params SerializedMessage[] payloads) =>
        new(new BackplaneMessage { Payloads = payloads }, "app:room", "room", HubMap.Empty, Reader());

    private static RemoteInvocationReader Reader() =>
        new([Json, new NamedJson("messagepack")], new HubJson(Json), NullLogger.Instance);

    private ChannelEventMessage Receive(ChannelEventMessage sent)
    {
        ReadOnlyMemory<byte> bytes = new NativeEventEncoder(withChannel: true, HubMap.Empty).Encode(sent, Json)!.Value;
        var source = new BackplaneMessage
        {
            Payloads = [new SerializedMessage("json", bytes)],
            Event = new BackplaneEvent(sent.Data.IsTextOfJson, sent.UserId),
        };
        new RemoteMessage(source, sent.Group, sent.Channel, HubMap.Empty, Reader()).For(_dialect);
        return Assert.IsType<ChannelEventMessage>(_dialect.Last);
    }

    private sealed class KeepingDialect : IDialect
    {
        public InvocationMessage? Last { get; private set; }

        public string Name => "keeping";

        public bool TryEncode(InvocationMessage message, string? channel, IBufferWriter<byte> output)
        {
            Last = message;
            output.Write("x"u8);
            return true;
        }
    }

    /// <summary>JSON under another name.</summary>
    private sealed class NamedJson(string name) : IHubProtocol
    {
        public string Name => name;

        public int Version => 1;

        public Microsoft.AspNetCore.Connections.TransferFormat TransferFormat => Json.TransferFormat;

        public bool IsVersionSupported(int version) => true;

        public bool TryParseMessage(
            ref ReadOnlySequence<byte> input, IInvocationBinder binder, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out HubMessage? message) =>
            Json.TryParseMessage(ref input, binder, out message);

        public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => Json.WriteMessage(message, output);

        public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => Json.GetMessageBytes(message);
    }
}
