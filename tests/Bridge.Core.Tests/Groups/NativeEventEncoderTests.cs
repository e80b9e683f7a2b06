// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using System.Text.Json;
using Bridge.Core.Channels;
using Bridge.Core.Groups;
using Bridge.Core.Hubs;
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
        Encode(new NativeEventEncoder(new HubJson(Json), withChannel: true), Event("new\"s", "{\"MyKey\" : \"\\u00e9\"}", "ann"), Json));

    [Fact]
    public void Encode_OnAnAppsHub_HasTheDataAlone() => Assert.Equal(
        "{\"type\":1,\"target\":\"news\",\"arguments\":[1]}\u001e",
        Encode(new NativeEventEncoder(new HubJson(Json), withChannel: false), Event("news", "1", "ann"), Json));

    [Fact]
    public void Encode_News_AreForChannelHubsOnly()
    {
        var news = new ChannelEventMessage("room", "room", ChannelNews.MemberAdded, EventData.EmptyObject, isNews: true);
        Assert.NotNull(new NativeEventEncoder(new HubJson(Json), withChannel: true).Encode(news, Json));
        Assert.Null(new NativeEventEncoder(new HubJson(Json), withChannel: false).Encode(news, Json));
    }

    [Fact]
    public void Encode_AppHasItsOwnNaming_DataAndOriginStayAsTheyAre()
    {
        var options = new JsonHubProtocolOptions();
        options.PayloadSerializerOptions.DictionaryKeyPolicy = JsonNamingPolicy.SnakeCaseUpper;
        var upper = new JsonHubProtocol(Options.Create(options));
        Assert.Contains(
            "[{\"MyKey\":1},{\"channel\":\"room\",\"userId\":\"ann\"}]",
            Encode(new NativeEventEncoder(new HubJson(upper), withChannel: true), Event("news", "{\"MyKey\":1}", "ann"), upper),
            StringComparison.Ordinal);
    }

    [Fact]
    public void EncodedMessage_TwoConnectionsOfOneProtocol_ShareTheBytes()
    {
        var encoder = new NativeEventEncoder(new HubJson(Json), withChannel: true);
        var encoded = new EncodedMessage(new InvocationMessage("hello", ["a"]), channel: null, encoder);
        Assert.Same(encoded.ForNative(Json), encoded.ForNative(new JsonHubProtocol()));
    }

    private static ChannelEventMessage Event(string name, string json, string userId) =>
        new("app:room", "room", name, EventData.FromJson(Encoding.UTF8.GetBytes(json)), userId);

    private static string Encode(NativeEventEncoder encoder, ChannelEventMessage message, IHubProtocol protocol) =>
        Encoding.UTF8.GetString(encoder.Encode(message, protocol)!.GetSerializedMessage(protocol).Span);
}
