// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using System.Text.Json;
using Bridge.Core.Channels;
using Bridge.Core.Hubs;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;
using Newtonsoft.Json.Linq;
using Newtonsoft.Json.Serialization;

namespace Bridge.Core.Tests.Hubs;

public sealed class HubJsonTests
{
    [Theory]
    [InlineData(HubJsonKind.SystemText)]
    [InlineData(HubJsonKind.Newtonsoft)]
    public void ArgumentsOf_Always_IsTheArrayThatNativeClientsGet(HubJsonKind kind)
    {
        HubJson json = Json(kind);
        Assert.Equal("[]", Text(json.ArgumentsOf(new InvocationMessage("x", []))));
        Assert.Equal(
            """["a\"]}",1,null,{"isNew":true},[1,2]]""",
            Text(json.ArgumentsOf(new InvocationMessage("x", ["a\"]}", 1, null, new { IsNew = true }, new[] { 1, 2 }]))));
    }

    [Theory]
    [InlineData(HubJsonKind.SystemText)]
    [InlineData(HubJsonKind.Newtonsoft)]
    public void ArgumentsOf_MessageOfAChannel_IsTheSame(HubJsonKind kind) =>
        Assert.Equal("""["arguments"]""", Text(Json(kind).ArgumentsOf(new ChannelInvocationMessage("room", "arguments", ["arguments"]))));

    [Theory]
    [InlineData(HubJsonKind.SystemText)]
    [InlineData(HubJsonKind.Newtonsoft)]
    public void ReadArguments_OneWithinTheOther_GivesEachItsOwn(HubJsonKind kind)
    {
        HubJson json = Json(kind);
        List<string> read = [];

        json.ReadArguments(new InvocationMessage("x", [1, "a"]), read, (outer, found) =>
        {
            json.ReadArguments(new ChannelInvocationMessage("room", "y", []), found, static (inner, all) => all.Add(Encoding.UTF8.GetString(inner)));
            found.Add(Encoding.UTF8.GetString(outer));
        });

        Assert.Equal(["[]", """[1,"a"]"""], read);
    }

    [Theory]
    [InlineData(HubJsonKind.SystemText)]
    [InlineData(HubJsonKind.Newtonsoft)]
    public void ReadArguments_WhatCannotBeSerialised_FailsAndTheNextIsRead(HubJsonKind kind)
    {
        HubJson json = Json(kind);

        Assert.ThrowsAny<Exception>(() => json.ReadArguments(
            new InvocationMessage("x", [new Unserialisable("Not now.")]), 0, static (_, _) => Assert.Fail("There are no arguments.")));

        json.ReadArguments(new InvocationMessage("x", [1]), 0, static (arguments, _) => Assert.Equal("[1]", Encoding.UTF8.GetString(arguments)));
    }

    [Theory]
    [InlineData(HubJsonKind.SystemText)]
    [InlineData(HubJsonKind.Newtonsoft)]
    public void ToJson_OwnNaming_IsTheApps(HubJsonKind kind) =>
        Assert.Equal("""{"is_new":true}""", Text(Json(kind, snakeCase: true).ToJson(new { IsNew = true })));

    [Theory]
    [InlineData(HubJsonKind.SystemText)]
    [InlineData(HubJsonKind.Newtonsoft)]
    public void ToJson_ValueOfAnyKind_IsItsJson(HubJsonKind kind)
    {
        HubJson json = Json(kind);
        Assert.Equal("null", Text(json.ToJson(null)));
        Assert.Equal("\"<é>\"", Text(json.ToJson("<é>")));
        Assert.Equal("[1,[2]]", Text(json.ToJson(new object[] { 1, new[] { 2 } })));
    }

    [Theory]
    [InlineData("{\"MyKey\":[1,2.5,null,true,\"é\"]}", HubJsonKind.SystemText)]
    [InlineData("{\"MyKey\":[1,2.5,null,true,\"é\"]}", HubJsonKind.Newtonsoft)]
    [InlineData("\"text\"", HubJsonKind.SystemText)]
    [InlineData("\"text\"", HubJsonKind.Newtonsoft)]
    [InlineData("null", HubJsonKind.SystemText)]
    [InlineData("null", HubJsonKind.Newtonsoft)]
    [InlineData("12", HubJsonKind.SystemText)]
    [InlineData("12", HubJsonKind.Newtonsoft)]
    public void FromJson_AnyValue_GoesBackAsItWas(string text, HubJsonKind kind)
    {
        HubJson json = Json(kind, snakeCase: true);
        Assert.Equal(text, Text(json.ToJson(json.FromJson(Encoding.UTF8.GetBytes(text)))));
    }

    [Fact]
    public void FromJson_Object_IsWhatTheAppsSerializerHasForIt()
    {
        Assert.IsType<JsonElement>(Json(HubJsonKind.SystemText).FromJson("{}"u8.ToArray()));
        Assert.IsType<JObject>(Json(HubJsonKind.Newtonsoft).FromJson("{}"u8.ToArray()));
    }

    [Theory]
    [InlineData(HubJsonKind.SystemText)]
    [InlineData(HubJsonKind.Newtonsoft)]
    public void FromJson_DeeperThanTheSerializerReads_IsTheText(HubJsonKind kind)
    {
        string deep = new string('[', 200) + new string(']', 200);
        Assert.Equal(deep, Json(kind).FromJson(Encoding.UTF8.GetBytes(deep)));
    }

    private static HubJson Json(HubJsonKind kind, bool snakeCase = false)
    {
        if (kind == HubJsonKind.Newtonsoft)
        {
            var newtonsoft = new NewtonsoftJsonHubProtocolOptions();
            if (snakeCase)
            {
                newtonsoft.PayloadSerializerSettings.ContractResolver =
                    new DefaultContractResolver { NamingStrategy = new SnakeCaseNamingStrategy() };
            }

            return new HubJson(new NewtonsoftJsonHubProtocol(Options.Create(newtonsoft)));
        }

        var system = new JsonHubProtocolOptions();
        if (snakeCase)
        {
            system.PayloadSerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        }

        return new HubJson(new JsonHubProtocol(Options.Create(system)));
    }

    private static string Text(ReadOnlyMemory<byte> utf8) => Encoding.UTF8.GetString(utf8.Span);

    private sealed class Unserialisable(string reason)
    {
        public string Name => throw new InvalidOperationException(reason);
    }
}
