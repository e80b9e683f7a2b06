// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Channels;

namespace Bridge.Core.Tests.Channels;

public sealed class ChannelNameTests
{
    [Theory]
    [InlineData("room", ChannelKind.Public)]
    [InlineData("cache-room", ChannelKind.Cache)]
    [InlineData("private-room", ChannelKind.Private)]
    [InlineData("private-cache-room", ChannelKind.Private | ChannelKind.Cache)]
    [InlineData("private-encrypted-room", ChannelKind.Private | ChannelKind.Encrypted)]
    [InlineData("private-encrypted-cache-room", ChannelKind.Private | ChannelKind.Encrypted | ChannelKind.Cache)]
    [InlineData("presence-room", ChannelKind.Presence)]
    [InlineData("presence-cache-room", ChannelKind.Presence | ChannelKind.Cache)]
    [InlineData("#server-to-user-7", ChannelKind.User)]
    [InlineData("Private-room", ChannelKind.Public)]
    public void KindOf_Prefix_DecidesMostSpecificFirst(string name, ChannelKind kind) =>
        Assert.Equal(kind, ChannelName.KindOf(name));

    [Theory]
    [InlineData("a", true)]
    [InlineData("A-Za-z0-9_-=@,.;", true)]
    [InlineData("", false)]
    [InlineData("with space", false)]
    [InlineData("with#hash", false)]
    [InlineData("#other", false)]
    [InlineData("#server-to-user-", false)]
    [InlineData("#server-to-user-Mr Pusher", true)]
    [InlineData("ä", false)]
    public void IsValid_Characters_AsThePusherDocumentation(string name, bool valid) =>
        Assert.Equal(valid, ChannelName.IsValid(name, 200));

    [Fact]
    public void IsValid_LongerThanTheLimit_IsRefused()
    {
        Assert.True(ChannelName.IsValid(new string('a', 200), 200));
        Assert.False(ChannelName.IsValid(new string('a', 201), 200));
    }
}
