// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using Bridge.SockJS.Frames;

namespace Bridge.SockJS.Tests.Frames;

public sealed class JsonTextTests
{
    [Theory]
    [InlineData("plain / < > & \u007f\u009f\u00ad\u200b\u2010\uffef", "plain / < > & \u007f\u009f\u00ad\u200b\u2010\uffef")]
    [InlineData("\b\f\n\r\t\"\\", "\\b\\f\\n\\r\\t\\\"\\\\")]
    [InlineData("\u0000\u000b\u001f", "\\u0000\\u000b\\u001f")]
    [InlineData("\u200c\u200f\u2028\u202f\u2060\u206f\ufff0\uffff", "\\u200c\\u200f\\u2028\\u202f\\u2060\\u206f\\ufff0\\uffff")]
    [InlineData("a\ud83d\ude00b", "a\\ud83d\\ude00b")]
    public void Write_EachCharacter_IsEscapedAsBrowsersNeedIt(string text, string expected) =>
        Assert.Equal($"\"{expected}\"", Write(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Write_BrokenUtf8_IsReplaced() => Assert.Equal("\"a\\ufffdb\"", Write([(byte)'a', 0xFF, (byte)'b']));

    private static string Write(byte[] utf8)
    {
        using PooledWriter output = new();
        JsonText.Write(output, utf8);
        return Encoding.UTF8.GetString(output.Written.Span);
    }
}
