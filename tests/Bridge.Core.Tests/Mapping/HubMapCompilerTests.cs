// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Mapping;

namespace Bridge.Core.Tests.Mapping;

/// <summary>Every wrong mapping is refused with a message that says what to write instead.</summary>
public sealed class HubMapCompilerTests
{
    [Fact]
    public void Compile_MissingMethod_NamesThoseThatAreThere() => AssertError(
        hub => hub.OnSubscribe("JoinRom"),
        "MappingHub: OnSubscribe names 'JoinRom', but the hub has no public method of that name. It has Join, JoinAs,",
        "write nameof(MappingHub.METHOD).");

    [Theory]
    [InlineData("OnConnectedAsync")]
    [InlineData("Dispose")]
    [InlineData("ToString")]
    [InlineData("")]
    public void Compile_NoHubMethod_IsMissing(string method) => AssertError(hub => hub.OnSubscribe(method), "no public method of that name");

    [Fact]
    public void Compile_TwoMethodsForOneEvent_NamesBoth() => AssertError(
        hub => hub.OnClientEvent("client-x", nameof(MappingHub.One)).OnClientEvent("client-x", nameof(MappingHub.Two)),
        "OnClientEvent(\"client-x\", ...) names One and Two: the event 'client-x' can invoke one method only");

    [Fact]
    public void Compile_TwoMethodsForSubscriptions_NamesBoth() => AssertError(
        hub => hub.OnSubscribe(nameof(MappingHub.Join)).OnSubscribe(nameof(MappingHub.One)),
        "OnSubscribe names Join and One: subscriptions can invoke one method only");

    [Fact]
    public void Compile_TwoNamesForOneTarget_NamesBoth() => AssertError(
        hub => hub.OnServerEvent("news", "a").OnServerEvent("news", "b"),
        "OnServerEvent(\"news\", ...) is there for 'a' and 'b'");

    [Fact]
    public void Compile_TwoArgumentsOfOneName_SaysToGiveEachItsOwn() => AssertError(
        hub => hub.OnServerEvent("news", "a", "text", "text"), "OnServerEvent(\"news\", ...) gives two arguments the same name");

    [Fact]
    public void Compile_TwoMethodsOfOneEvent_TheFirstIsWhatTheEventMeans() =>
        Assert.Equal("one", Maps.Compile(hub => hub.OnServerEvent("one", "x").OnServerEvent("two", "x")).Map.ServerEventsByName["x"].Target);

    [Theory]
    [InlineData(nameof(MappingHub.Stream))]
    [InlineData(nameof(MappingHub.Upload))]
    public void Compile_Stream_SaysWhatToDoInstead(string method) => AssertError(
        hub => hub.OnClientEvent("client-x", method), $"names {method}, which streams", "Map a method that returns Task");

    [Fact]
    public void Compile_Overloads_AreRefused() => AssertError(
        hub => hub.OnClientEvent("client-x", nameof(MappingHub.Twice)), "of which the hub has several");

    [Fact]
    public void Compile_ListOfTheWrongLength_NamesTheParameters() => AssertError(
        hub => hub.OnClientEvent("client-x", nameof(MappingHub.Two), "channel"),
        "lists 1 arguments for Two, whose clients give 2: room, message.");

    [Fact]
    public void Compile_UnknownArgument_ListsTheKnownOnes() => AssertError(
        hub => hub.OnClientEvent("client-x", nameof(MappingHub.One), "data."),
        "gives 'data.' to the parameter 'text': write \"channel\", \"event\", \"data\" or \"data.NAME\".");

    [Theory]
    [InlineData("", "x")]
    [InlineData("x", "")]
    public void Compile_EmptyServerEvent_IsRefused(string target, string name) =>
        AssertError(hub => hub.OnServerEvent(target, name), "needs both");

    [Fact]
    public void Compile_EmptyClientEvent_IsRefused() =>
        AssertError(hub => hub.OnClientEvent("", nameof(MappingHub.One)), "needs the name of an event");

    [Fact]
    public void Compile_SeveralErrors_TellsAll() => Assert.Equal(3, Maps.Compile(
        hub => hub.OnSubscribe("a").OnUnsubscribe("b").OnClientEvent("client-x", "c")).Errors.Count);

    [Fact]
    public void Compile_HubMethodName_IsFoundByEitherName()
    {
        Assert.Equal("renamed", Maps.Compile(hub => hub.OnSubscribe(nameof(MappingHub.Original))).Map.Subscribe!.Target);
        Assert.Equal("renamed", Maps.Compile(hub => hub.OnSubscribe("Renamed")).Map.Subscribe!.Target);
    }

    [Fact]
    public void MapGroups_Prefixes_NameEachAfterTheOther()
    {
        GroupNames names = Maps.Compile(hub => hub.MapGroups("private-", "room-")).Map.Names;

        Assert.Equal("room-a", names.GroupOf("private-a"));
        Assert.Equal("private-a", names.ChannelOf("room-a"));
        Assert.Equal("a", names.ArgumentOf("private-a"));
        Assert.Null(names.GroupOf("public-a"));
        Assert.Null(names.ChannelOf("a"));
    }

    private static void AssertError(Action<HubMapBuilder> configure, params string[] parts)
    {
        string error = Assert.Single(Maps.Compile(configure).Errors);
        Assert.All(parts, part => Assert.Contains(part, error, StringComparison.Ordinal));
    }
}
