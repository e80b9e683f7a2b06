// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using Bridge.Pusher.RestApi;

namespace Bridge.Pusher.Tests.RestApi;

public sealed class JsonStringTokenTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("abc", 3)]
    [InlineData("\\\"\\\\\\n", 3)]
    [InlineData("\\u0041", 1)]
    [InlineData("\\u00e9", 2)]
    [InlineData("\\u20AC", 3)]
    [InlineData("\\ud83d\\ude00", 4)]
    [InlineData("\u20ac\\u20ac x", 8)]
    [InlineData("\\\\u0041", 6)]
    public void TextLength_Content_IsTheLengthOfTheText(string content, int length) =>
        Assert.Equal(length, JsonStringToken.TextLength(Encoding.UTF8.GetBytes(content)));
}
