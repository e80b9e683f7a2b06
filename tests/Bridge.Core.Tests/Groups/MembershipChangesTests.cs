// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Groups;
using Bridge.Core.Tests.Hubs;

namespace Bridge.Core.Tests.Groups;

public sealed class MembershipChangesTests
{
    private readonly MembershipChanges _changes = new();

    [Fact]
    public async Task Enter_SameMembership_WaitsInOrder()
    {
        await using var host = new HubTestHost<PlainHub>();
        HubMember member = await MemberAsync(host);
        MembershipChanges.Turn first = await _changes.EnterAsync(member, "room");
        Task<MembershipChanges.Turn> second = _changes.EnterAsync(member, "room").AsTask();
        Task<MembershipChanges.Turn> third = _changes.EnterAsync(member, "room").AsTask();
        Assert.False(second.IsCompleted);

        first.Dispose();
        (await second.WaitAsync(TestClient.Patience)).Dispose();
        (await third.WaitAsync(TestClient.Patience)).Dispose();
        Assert.Equal(0, _changes.Count);
    }

    [Fact]
    public async Task Enter_OtherGroupOrOtherConnection_DoesNotWait()
    {
        await using var host = new HubTestHost<PlainHub>();
        HubMember member = await MemberAsync(host);
        using MembershipChanges.Turn room = await _changes.EnterAsync(member, "room");
        ValueTask<MembershipChanges.Turn> hall = _changes.EnterAsync(member, "hall");
        ValueTask<MembershipChanges.Turn> other = _changes.EnterAsync(await MemberAsync(host), "room");
        Assert.True(hall.IsCompleted && other.IsCompleted);
        (await hall).Dispose();
        (await other).Dispose();
        Assert.Equal(1, _changes.Count);
    }

    private static async Task<HubMember> MemberAsync(HubTestHost<PlainHub> host) =>
        host.Registry.Find((await host.AddNativeAsync()).ConnectionId)!;
}
