// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.SockJS.Hixie76;

namespace Bridge.SockJS.Tests.Hixie76;

public sealed class Hixie76KeyTests
{
    // The examples of the draft.
    [Theory]
    [InlineData("18x 6]8vM;54 *(5:  {   U1]8  z [  8", 155712099)]
    [InlineData("1_ tx7X d  <  nw  334J702) 7]o}` 0", 173347027)]
    [InlineData("4 @1  46546xW%0l 1 5", 829309203)]
    [InlineData("12998 5 Y3 1  .P00", 259970620)]
    [InlineData(" 4294967295", 4294967295)]
    [InlineData("x 0", 0)]
    public void TryParse_NumberAndSpaces_IsTheirQuotient(string key, uint expected)
    {
        Assert.True(Hixie76Key.TryParse(key, out uint number));
        Assert.Equal(expected, number);
    }

    [Theory]
    [InlineData("")]
    [InlineData("123")]
    [InlineData("  3")]
    [InlineData(" 4294967296")]
    [InlineData(" 99999999999999999999999999999999999999999999999999")]
    public void TryParse_NoSpacesRestOrTooLarge_IsNone(string key) => Assert.False(Hixie76Key.TryParse(key, out _));
}
