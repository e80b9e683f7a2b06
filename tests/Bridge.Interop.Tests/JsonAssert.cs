// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json.Nodes;

namespace Bridge.Interop.Tests;

internal static class JsonAssert
{
    /// <summary>Asserts that two texts are the same JSON value, whatever their members' order and their spaces.</summary>
    public static void Equal(string expected, string actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual)), $"Expected {expected}\nActual   {actual}");
}
