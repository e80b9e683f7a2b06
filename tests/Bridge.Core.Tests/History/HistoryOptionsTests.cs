// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.History;

namespace Bridge.Core.Tests.History;

public sealed class HistoryOptionsTests
{
    [Fact]
    public void Validate_SeveralErrors_NamesEachKey()
    {
        var options = new HistoryOptions { MaxBytes = 1 };
        options.Rules.Add(new HistoryRule { ChannelPrefix = "a", Size = 0, Seconds = 604_801 });
        options.Rules.Add(new HistoryRule { ChannelPrefix = "b", Size = 10_001, Seconds = 0 });
        options.Rules.Add(new HistoryRule { ChannelPrefix = "a" });

        string[] keys = [.. new HistoryOptionsValidator().Validate(null, options).Failures!.Select(error => error.Split(' ')[0])];

        Assert.Equal(
            [
                "Bridge:History:0:Size", "Bridge:History:0:Seconds", "Bridge:History:1:Size", "Bridge:History:1:Seconds",
                "Bridge:History:2:ChannelPrefix", "Bridge:HistoryBytes",
            ],
            keys);
    }

    [Fact]
    public void Validate_TheBounds_AreAllowed()
    {
        var options = new HistoryOptions { MaxBytes = 65_536 };
        options.Rules.Add(new HistoryRule { Size = 1, Seconds = 1 });
        options.Rules.Add(new HistoryRule { ChannelPrefix = "a", Size = 10_000, Seconds = 604_800 });
        Assert.True(new HistoryOptionsValidator().Validate(null, options).Succeeded);
    }

    [Theory]
    [InlineData("news", 1)]
    [InlineData("news-sport", 2)]
    [InlineData("news-sport-golf", 2)]
    [InlineData("New", null)]
    [InlineData("", null)]
    public void Find_SeveralRules_TheLongestPrefixThatFitsCounts(string channel, int? size)
    {
        var options = new HistoryOptions();
        options.Rules.Add(new HistoryRule { ChannelPrefix = "new", Size = 1 });
        options.Rules.Add(new HistoryRule { ChannelPrefix = "news-sport", Size = 2 });
        Assert.Equal(size, new HistoryRules(options).Find(channel)?.Size);
    }
}
