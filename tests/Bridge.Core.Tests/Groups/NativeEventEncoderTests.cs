// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Bridge.Core.Channels;
using Bridge.Core.Groups;
using Bridge.Core.Mapping;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;

namespace Bridge.Core.Tests.Groups;

public sealed class NativeEventEncoderTests
{
    private static readonly JsonHubProtocol Json = new();

    [Fact]
    public void Encode_OnAChannelHub_HasTheDataAsItIsAndTheChannel() => Assert.Equal(
        "{\"type\":1,\"target\":\"new\\\"s\",\"arguments\":[{\"MyKey\" : \"\\u00e9\"},{\"channel\":\"room\",\"userId\":\"ann\"}]}\u001e",
        Encode(new NativeEventEncoder(withChannel: true, HubMap.Empty), Event("new\"s", "{\"MyKey\" : \"\\u00e9\"}", "ann"), Json));

    [Fact]
    public void Encode_OnAnAppsHub_HasTheDataAlone() => Assert.Equal(
        "{\"type\":1,\"target\":\"news\",\"arguments\":[1]}\u001e",
        Encode(new NativeEventEncoder(withChannel: false, HubMap.Empty), Event("news", "1", "ann"), Json));

    [Fact]
    public void Encode_News_AreForChannelHubsOnly()
    {
        var news = new ChannelEventMessage("room", "room", ChannelNews.MemberAdded, EventData.EmptyObject, isNews: true);
        Assert.NotNull(new NativeEventEncoder(withChannel: true, HubMap.Empty).Encode(news, Json));
        Assert.Null(new NativeEventEncoder(withChannel: false, HubMap.Empty).Encode(news, Json));
    }

    [Fact]
    public void Encode_AppHasItsOwnNaming_DataAndOriginStayAsTheyAre()
    {
        var options = new JsonHubProtocolOptions();
        options.PayloadSerializerOptions.DictionaryKeyPolicy = JsonNamingPolicy.SnakeCaseUpper;
        var upper = new JsonHubProtocol(Options.Create(options));
        Assert.Contains(
            "[{\"MyKey\":1},{\"channel\":\"room\",\"userId\":\"ann\"}]",
            Encode(new NativeEventEncoder(withChannel: true, HubMap.Empty), Event("news", "{\"MyKey\":1}", "ann"), upper),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Encode_ProtocolThatIsNotJson_GetsPlainValues()
    {
        var protocol = new RecordingProtocol();
        new NativeEventEncoder(withChannel: true, HubMap.Empty).Encode(
            Event("news", """{"a":[1,-2.5,12345678901,"é",true,false,null,{}]}""", "ann"), protocol);
        object?[] arguments = Assert.IsType<InvocationMessage>(protocol.Written).Arguments;
        var data = Assert.IsType<Dictionary<string, object?>>(arguments[0]);
        Assert.Equal(
            [1L, -2.5, 12345678901L, "é", true, false, null, new Dictionary<string, object?>()],
            Assert.IsType<List<object?>>(data["a"]));
        Assert.Equal(
            new Dictionary<string, object> { ["channel"] = "room", ["userId"] = "ann" },
            Assert.IsType<Dictionary<string, object>>(arguments[1]));
    }

    [Fact]
    public void Encode_WithAnOffset_TellsItInEveryProtocol()
    {
        var protocol = new RecordingProtocol();
        var encoder = new NativeEventEncoder(withChannel: true, HubMap.Empty);
        ChannelEventMessage message = Event("news", "1", "ann").At(12345678901);
        encoder.Encode(message, protocol);
        var origin = Assert.IsType<Dictionary<string, object>>(Assert.IsType<InvocationMessage>(protocol.Written).Arguments[1]);
        Assert.Equal(12345678901, origin["offset"]);
        Assert.Contains("""{"channel":"room","userId":"ann","offset":12345678901}""", Encode(encoder, message, Json), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "offset", Encode(new NativeEventEncoder(withChannel: false, HubMap.Empty), message, Json), StringComparison.Ordinal);
    }

    [Fact]
    public void EncodedMessage_TwoConnectionsOfOneProtocol_ShareTheBytes()
    {
        var encoder = new NativeEventEncoder(withChannel: true, HubMap.Empty);
        var encoded = new OwnMessage(new InvocationMessage("hello", ["a"]), channel: null, HubMap.Empty, encoder);
        Assert.Same(encoded.ForNative(Json), encoded.ForNative(new JsonHubProtocol()));
    }

    private static ChannelEventMessage Event(string name, string json, string userId) =>
        new("app:room", "room", name, EventData.FromJson(Encoding.UTF8.GetBytes(json)), userId);

    private static string Encode(NativeEventEncoder encoder, ChannelEventMessage message, IHubProtocol protocol) =>
        Encoding.UTF8.GetString(encoder.Encode(message, protocol)!.Value.Span);

    private sealed class RecordingProtocol : IHubProtocol
    {
        public HubMessage? Written { get; private set; }

        public string Name => "messagepack";

        public int Version => 1;

        public TransferFormat TransferFormat => TransferFormat.Binary;

        public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message)
        {
            Written = message;
            return default;
        }

        public bool IsVersionSupported(int version) => true;

        public bool TryParseMessage(
            ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message) =>
            throw new NotSupportedException();

        public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => throw new NotSupportedException();
    }
}
