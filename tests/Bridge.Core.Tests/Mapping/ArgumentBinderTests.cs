// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Mapping;

namespace Bridge.Core.Tests.Mapping;

/// <summary>The table "Arguments" of docs/mapping.md.</summary>
public sealed class ArgumentBinderTests
{
    [Theory]
    [InlineData("Two", """{"user":"a","text":"b"}""", """["lobby",{"user":"a","text":"b"}]""")]
    [InlineData("Two", """{"message":{"user":"a"},"x":1}""", """["lobby",{"user":"a"}]""")]
    [InlineData("Two", "\"{\\\"user\\\":\\\"a\\\"}\"", """["lobby",{"user":"a"}]""")]
    [InlineData("Three", """{"text":"b","user":"a"}""", """["lobby","a","b"]""")]
    [InlineData("Three", """{"TEXT":"b","User":"a","room":"elsewhere"}""", """["lobby","a","b"]""")]
    [InlineData("Three", """["a","b"]""", """["lobby","a","b"]""")]
    [InlineData("Three", "\"{\\\"user\\\":\\\"a\\\",\\\"text\\\":\\\"b\\\"}\"", """["lobby","a","b"]""")]
    [InlineData("Other", "\"hi\"", """["lobby","hi"]""")]
    [InlineData("Other", """{"text":"hi"}""", """["lobby","hi"]""")]
    [InlineData("Other", """{"place":"here","text":"hi"}""", """["here","hi"]""")]
    [InlineData("Numbers", """{"x":1}""", "[1,5]")]
    [InlineData("Numbers", "[1]", "[1,5]")]
    [InlineData("Numbers", """{"x":1,"x":2,"y":3}""", "[2,3]")]
    [InlineData("Named", """{"event":"mine","data":1}""", """["client-x","lobby",{"event":"mine","data":1}]""")]
    [InlineData("Named", "\"{}\"", """["client-x","lobby","{}"]""")]
    [InlineData("One", "\"{\\\"a\\\":1}\"", "[\"{\\\"a\\\":1}\"]")]
    [InlineData("One", """{"text":"hi"}""", """["hi"]""")]
    [InlineData("Nothing", """{"a":1}""", "[]")]
    [InlineData("Optional", """{"user":"a"}""", """[{"user":"a"}]""")]
    [InlineData("Optional", "{}", "[null]")]
    [InlineData("Cancellable", "{}", """["lobby",{}]""")]
    [InlineData("Served", "\"hi\"", """["hi"]""")]
    public void Bind_DataFits_GivesTheArguments(string method, string data, string arguments) =>
        Assert.Equal(arguments, Maps.Bind(EventMethod(method), data));

    [Theory]
    [InlineData("Three", "\"hi\"")]
    [InlineData("Three", """{"user":"a"}""")]
    [InlineData("Three", """["a"]""")]
    [InlineData("Three", """["a","b","c"]""")]
    [InlineData("Numbers", """{"y":1}""")]
    [InlineData("Three", "\"\\ud800\"")]
    [InlineData("Three", """{"\ud800":1}""")]
    public void Bind_DataDoesNotFit_SaysWhatTheMethodNeeds(string method, string data) =>
        Assert.StartsWith($"The data does not give all that MappingHub.{method}(", Maps.Bind(EventMethod(method), data), StringComparison.Ordinal);

    [Fact]
    public void Bind_ListedArguments_TakesThemFromThere()
    {
        MappedMethod method = Maps.Compile(hub => hub.OnClientEvent("client-x", nameof(MappingHub.Three), "event", "data.from", "data"))
            .Map.ClientEvents["client-x"];

        Assert.Equal("""["client-x","a","{\"from\":\"a\"}"]""", Maps.Bind(method, "\"{\\\"from\\\":\\\"a\\\"}\""));
        Assert.Equal("""["client-x",1,{"from":1}]""", Maps.Bind(method, """{"from":1}"""));
        Assert.StartsWith("The data has no 'from'", Maps.Bind(method, "1"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", """The data does not give all that MappingHub.JoinAs(String room, String name, Int32 age) needs.""")]
    [InlineData("\"{\\\"name\\\":\\\"ann\\\"}\"", """["lobby","ann",18]""")]
    [InlineData("\"{\\\"name\\\":\\\"ann\\\",\\\"age\\\":20}\"", """["lobby","ann",20]""")]
    public void Bind_Subscription_TakesTheRestFromTheChannelData(string data, string arguments)
    {
        MappedMethod method = Maps.Compile(hub => hub.OnSubscribe(nameof(MappingHub.JoinAs))).Map.Subscribe!;

        Assert.Equal(arguments, Maps.Bind(method, data));
    }

    /// <summary>The method behind an event of a hub that calls a channel "room".</summary>
    private static MappedMethod EventMethod(string name)
    {
        (HubMap map, IReadOnlyList<string> errors) = Maps.Compile(
            hub => hub.OnSubscribe(nameof(MappingHub.Join)).OnClientEvent("client-x", name));
        Assert.Empty(errors);
        return map.ClientEvents["client-x"];
    }
}
