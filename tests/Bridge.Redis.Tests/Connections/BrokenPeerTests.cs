// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Tests.Servers;

namespace Bridge.Redis.Tests.Connections;

/// <summary>A peer that is no Redis, or breaks in the middle of what it says.</summary>
public sealed class BrokenPeerTests
{
    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n", "protocol was broken")]
    [InlineData("%1\r\n$6\r\nser", "closed the connection")]
    [InlineData("*999999999\r\n", "protocol was broken")]
    [InlineData("-LOADING Redis is loading the dataset in memory\r\n", "LOADING")]
    [InlineData("-NOAUTH HELLO must be called with the client already authenticated\r\n", "NOAUTH")]
    [InlineData("-MOVED 3999 10.0.0.1:6381\r\n", "Redis Cluster")]
    [InlineData(null, "closed the connection")]
    public async Task Connect_PeerIsBroken_SaysWhatIsWrongAndTriesAgain(string? answer, string expected)
    {
        await using var peer = new FakePeer(_ => answer);
        await using var connection = new TestConnection(peer.Configuration);
        await connection.Log.WaitForAsync("RedisDown", TestConnection.Links);
        Assert.Contains(expected, connection.Log.Text + connection.Redis.Failure, StringComparison.OrdinalIgnoreCase);
        Assert.NotNull(connection.Redis.Failure);
    }

    [Fact]
    public async Task Connected_PeerSendsRubbish_DropsTheConnectionAndTriesAgain()
    {
        await using var peer = new FakePeer(_ => "%1\r\n+role\r\n+master\r\n$3\r\nabcdefg");
        await using var connection = new TestConnection(peer.Configuration);
        await connection.Log.WaitForAsync("RedisUp", 2 * TestConnection.Links);
        Assert.True(connection.Log.Count("RedisDown") >= TestConnection.Links);
    }

    [Fact]
    public async Task Connected_AnswersThatNobodyAskedFor_DropTheConnection()
    {
        await using var peer = new FakePeer(_ => "%1\r\n+role\r\n+master\r\n+OK\r\n+OK\r\n");
        await using var connection = new TestConnection(peer.Configuration);
        await connection.Log.WaitForAsync("RedisUp", 3);
        Assert.Contains("RedisDown", connection.Log.Text, StringComparison.Ordinal);
    }
}
