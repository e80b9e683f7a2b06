// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using Bridge.Core.Channels;

namespace Bridge.Core.Tests.Channels;

public sealed class LoneSurrogatesTests
{
    [Theory]
    [InlineData("\"\\ud83d\"", "\"\\ufffd\"")]
    [InlineData("\"a\\uDE00b\"", "\"a\\ufffdb\"")]
    [InlineData("\"\\ude00\\ud83d\"", "\"\\ufffd\\ufffd\"")]
    [InlineData("\"\\ud83d\\ud83d\\ude00\"", "\"\\ufffd\\ud83d\\ude00\"")]
    [InlineData("{\"\\udfff\":[\"\\\\\\ud800\"]}", "{\"\\ufffd\":[\"\\\\\\ufffd\"]}")]
    public void Replace_HalfAPair_BecomesTheReplacementCharacter(string json, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(LoneSurrogates.Replace(Encoding.UTF8.GetBytes(json)).Span));

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("\"\\\\ud83d\"")]
    [InlineData("\"\\ud83d\\ude00 😀 \\u00e9 \\n\\\\\"")]
    public void Replace_NothingLone_IsTheSameMemory(string json)
    {
        ReadOnlyMemory<byte> memory = Encoding.UTF8.GetBytes(json);

        Assert.True(LoneSurrogates.Replace(memory).Equals(memory));
    }
}
