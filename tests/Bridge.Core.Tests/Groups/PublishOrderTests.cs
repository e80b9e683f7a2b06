// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Tests.Hubs;

namespace Bridge.Core.Tests.Groups;

/// <summary>Several publishers at once: all members of a channel see the same order, which keeps each publisher's own.</summary>
[Collection(ConcurrencyCollection.Name)]
public sealed class PublishOrderTests
{
    private const int Publishers = 4;
    private const int MessagesEach = 250;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Publish_FromSeveralThreads_AllMembersSeeOneOrder(int seed)
    {
        await using var host = new HubTestHost<PlainHub>(options => options.Shards = 3);
        TestClient[] members =
        [
            await host.AddNativeAsync(), await host.AddNativeAsync(pauseBytes: 1024), await host.AddDialectAsync(),
            await host.AddDialectAsync(), await host.AddDialectAsync(), await host.AddDialectAsync(),
        ];
        foreach (TestClient member in members)
        {
            await host.Manager.AddToGroupAsync(member.ConnectionId, "room");
        }

        await ConcurrentRun.OnThreadsAsync(Publishers, seed, async (publisher, _) =>
        {
            for (int i = 0; i < MessagesEach; i++)
            {
                await host.Manager.SendGroupAsync("room", "News", [publisher, i]);
            }
        });

        string[] order = await members[0].ReadAsync(Publishers * MessagesEach);
        for (int publisher = 0; publisher < Publishers; publisher++)
        {
            string prefix = $"News [{publisher},";
            Assert.Equal(
                Enumerable.Range(0, MessagesEach).Select(i => $"{prefix}{i}]"),
                order.Where(words => words.StartsWith(prefix, StringComparison.Ordinal)));
        }

        foreach (TestClient member in members[1..])
        {
            Assert.Equal(order, await member.ReadAsync(order.Length));
        }
    }
}
