// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using System.Text.Json;
using Bridge.Core.Channels;
using Bridge.Core.Groups;
using Bridge.Core.Hubs;
using Newtonsoft.Json.Linq;

namespace Bridge.Core.Tests.Hubs;

public sealed class HubEventDataTests
{
    [Theory]
    [InlineData(ClientKind.Native, "\"{\\\"a\\\":1}\"", "\"{\\\"a\\\":1}\"", "\"{\\\"a\\\":1}\"")]
    [InlineData(ClientKind.Dialect, "\"{\\\"a\\\":1}\"", "{\"a\":1}", "\"{\\\"a\\\":1}\"")]
    [InlineData(ClientKind.Native, "{\"a\":1}", "{\"a\":1}", "\"{\\\"a\\\":1}\"")]
    [InlineData(ClientKind.Dialect, "{\"a\" : 1}", "{\"a\" : 1}", "\"{\\\"a\\\" : 1}\"")]
    [InlineData(ClientKind.Dialect, "\"\\u00e9\"", "\"\\u00e9\"", "\"\\u00e9\"")]
    [InlineData(ClientKind.Native, "true", "true", "\"true\"")]
    public async Task From_JsonElement_KeepsTheBytesInTheSendersSense(ClientKind sender, string argument, string native, string legacy)
    {
        using JsonDocument document = JsonDocument.Parse(argument);
        EventData data = await FromAsync(sender, document.RootElement.Clone());
        Assert.Equal(native, Text(data.Json));
        Assert.Equal(legacy, Text(data.StringToken));
    }

    [Fact]
    public async Task From_OtherValues_AreTheAppsJson()
    {
        Assert.Equal("null", Text((await FromAsync(ClientKind.Native, null)).Json));
        Assert.Equal("{\"A\":1}", Text((await FromAsync(ClientKind.Native, new Dictionary<string, int> { ["A"] = 1 })).Json));
        Assert.Equal("\"text\"", Text((await FromAsync(ClientKind.Native, "text")).Json));
    }

    [Fact]
    public async Task From_NewtonsoftsValue_IsItsJson()
    {
        await using var host = new HubTestHost<PlainHub>();
        HubMember member = await MemberAsync(host, ClientKind.Native);
        var json = new HubJson(new Microsoft.AspNetCore.SignalR.Protocol.NewtonsoftJsonHubProtocol());
        Assert.Equal("{\"A\":[1]}", Text(HubEventData.From(JToken.Parse("{\"A\":[1]}"), member, json).Json));
    }

    private static async Task<EventData> FromAsync(ClientKind sender, object? value)
    {
        await using var host = new HubTestHost<PlainHub>();
        return HubEventData.From(value, await MemberAsync(host, sender), host.Channels.Json);
    }

    private static async Task<HubMember> MemberAsync(HubTestHost<PlainHub> host, ClientKind kind) =>
        host.Registry.Find((await host.AddAsync(kind)).ConnectionId)!;

    private static string Text(ReadOnlyMemory<byte> utf8) => Encoding.UTF8.GetString(utf8.Span);
}
