// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;

namespace Bridge.Core.Tests.Hubs;

public sealed class UserConnectionsTests : IAsyncDisposable
{
    private readonly HubTestHost<Bridge.Core.Hubs.ChannelHub> _host = new();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Terminate_NativeClients_AreToldNotToReconnect()
    {
        NativeTestClient ann = await SignedInAsync("ann");
        NativeTestClient annToo = await SignedInAsync("ann");
        NativeTestClient bob = await SignedInAsync("bob");

        await _host.UserConnections.TerminateAsync("ann");

        foreach (NativeTestClient terminated in (NativeTestClient[])[ann, annToo])
        {
            JsonElement close = await terminated.ReadRecordAsync();
            Assert.Equal(7, close.GetProperty("type").GetInt32());
            Assert.False(close.TryGetProperty("allowReconnect", out JsonElement allowed) && allowed.GetBoolean());
        }

        await _host.Manager.SendUserAsync("bob", "last", []);
        Assert.StartsWith("last", await bob.ReadAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ClientKind.Native)]
    [InlineData(ClientKind.Dialect)]
    public async Task Terminate_UserThatAspNetCoreAuthenticated_EndsTheConnection(ClientKind kind)
    {
        TestClient client = await _host.AddAsync(kind, "ann");
        Task aborted = _host.AbortedAsync(client);

        await _host.UserConnections.TerminateAsync("ann");

        await aborted;
    }

    [Fact]
    public async Task Terminate_NobodyIsSignedIn_DoesNothing() => await _host.UserConnections.TerminateAsync("nobody");

    [Fact]
    public async Task Terminate_ThenSignInAgain_Stays()
    {
        NativeTestClient first = await SignedInAsync("ann");
        await _host.UserConnections.TerminateAsync("ann");
        Assert.Equal(7, (await first.ReadRecordAsync()).GetProperty("type").GetInt32());

        NativeTestClient second = await SignedInAsync("ann");

        await _host.Manager.SendUserAsync("ann", "last", []);
        Assert.StartsWith("last", await second.ReadAsync(), StringComparison.Ordinal);
    }

    private async Task<NativeTestClient> SignedInAsync(string userId)
    {
        NativeTestClient client = await _host.ConnectNativeAsync();
        await client.InvokeAsync("id", "GetSocketId", "[]");
        string socketId = (await client.ReadRecordAsync()).GetProperty("result").GetString()!;
        await client.InvokeAsync("in", "SignIn", $$"""[{"auth":"ok:{{socketId}}","userData":"{{userId}}"}]""");
        Assert.Equal(userId, (await client.ReadRecordAsync()).GetProperty("result").GetString());
        return client;
    }
}
