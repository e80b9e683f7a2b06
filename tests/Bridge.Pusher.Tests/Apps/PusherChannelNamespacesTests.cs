// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Channels;
using Bridge.Pusher.Apps;

namespace Bridge.Pusher.Tests.Apps;

public sealed class PusherChannelNamespacesTests
{
    private readonly PusherApp _blue = new("1", "k1", "s") { GroupPrefix = "blue:", Limits = { CacheSeconds = 60, MaxWatchlist = 7 } };
    private readonly PusherApp _green = new("2", "k2", "s") { GroupPrefix = "green-app:", Watchlists = true };
    private readonly PusherChannelNamespaces _namespaces;

    public PusherChannelNamespacesTests() => _namespaces = TestApps.Namespaces(_blue, _green);

    [Theory]
    [InlineData("blue:room", "1")]
    [InlineData("green-app:room", "2")]
    [InlineData("green-app:", "2")]
    [InlineData("gree", null)]
    [InlineData("room", null)]
    [InlineData("", null)]
    public void AppOf_Group_IsTheOneWithThePrefix(string group, string? id)
    {
        Assert.Equal(id, _namespaces.AppOf(group)?.Id);
        Assert.Equal(id is null, _namespaces.Find(group) is null);
    }

    [Fact]
    public void Find_OneAppWithoutPrefix_FitsEveryGroup() =>
        Assert.Equal("anything", TestApps.Namespaces(TestApps.Documented()).Find("anything")!.ChannelOf("anything"));

    [Fact]
    public void NamespaceOf_App_IsCachedAndHoldsItsSettings()
    {
        ChannelNamespace blue = _namespaces.NamespaceOf(_blue);

        Assert.Same(blue, _namespaces.Find("blue:room"));
        Assert.Same(_blue, _namespaces.AppOf(blue));
        Assert.Equal("blue:room", blue.GroupOf("room"));
        Assert.Equal(TimeSpan.FromSeconds(60), blue.Settings.CacheLifetime);
        Assert.Equal(7, blue.Settings.MaxWatchlist);
        Assert.False(blue.Settings.Watchlists);
        Assert.True(_namespaces.NamespaceOf(_green).Settings.Watchlists);
    }

    [Fact]
    public void Settings_DefaultLimits_AreThoseOfTheCore() =>
        Assert.Equal(new ChannelSettings(), TestApps.Namespaces(TestApps.Documented()).Find("a")!.Settings);
}
