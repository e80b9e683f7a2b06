// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Protocol;

namespace Bridge.Pusher.Tests.Protocol;

public sealed class PusherProtocolVersionTests
{
    [Theory]
    [InlineData("4", false)]
    [InlineData("5", true)]
    [InlineData("6", true)]
    [InlineData("7", true)]
    public void TryParse_ServedVersion_KnowsWhatTheClientCan(string text, bool answersPing)
    {
        Assert.True(PusherProtocolVersion.TryParse(text, out PusherProtocolVersion version, out PusherCloseCode? refusal));
        Assert.Null(refusal);
        Assert.Equal(text, version.Number.ToString());
        Assert.Equal(answersPing, version.AnswersPing);
    }

    [Theory]
    [InlineData(null, 4008)]
    [InlineData("", 4008)]
    [InlineData("3", 4007)]
    [InlineData("8", 4007)]
    [InlineData("-7", 4007)]
    [InlineData("+7", 4007)]
    [InlineData(" 7", 4007)]
    [InlineData("7.0", 4007)]
    [InlineData("7,7", 4007)]
    [InlineData("seven", 4007)]
    [InlineData("٧", 4007)]
    [InlineData("99999999999999999999", 4007)]
    public void TryParse_AnythingElse_IsRefused(string? text, int code)
    {
        Assert.False(PusherProtocolVersion.TryParse(text, out _, out PusherCloseCode? refusal));
        Assert.Equal(code, refusal.Code);
    }
}
