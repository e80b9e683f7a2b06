// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Bridge.Core.Tests.Hubs;

public sealed class ClientResultTests : IAsyncDisposable
{
    private readonly HubTestHost<PlainHub> _host = new();

    private HubLifetimeManager<PlainHub> Manager => _host.Manager;

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Invoke_ClientAnswers_IsTheResult()
    {
        NativeTestClient client = await _host.AddNativeAsync();
        Task<int> result = Invoke<int>(client, "Add", 1, 2);
        JsonElement invocation = await client.ReadRecordAsync();
        Assert.Equal("Add [1,2]", NativeTestClient.Words(invocation));

        string id = IdOf(invocation);
        Assert.True(Manager.TryGetReturnType(id, out Type? type));
        Assert.Equal(typeof(int), type);
        await Manager.SetConnectionResultAsync(client.ConnectionId, CompletionMessage.WithResult(id, 3));
        Assert.Equal(3, await result.WaitAsync(TestClient.Patience));
        Assert.False(Manager.TryGetReturnType(id, out _));
    }

    [Fact]
    public async Task Invoke_TwoConnections_IdsDoNotCollide()
    {
        NativeTestClient first = await _host.AddNativeAsync();
        NativeTestClient second = await _host.AddNativeAsync();
        Task<string> one = Invoke<string>(first, "Name");
        Task<string> two = Invoke<string>(second, "Name");
        string firstId = IdOf(await first.ReadRecordAsync());
        string secondId = IdOf(await second.ReadRecordAsync());
        Assert.NotEqual(firstId, secondId);

        await Manager.SetConnectionResultAsync(second.ConnectionId, CompletionMessage.WithResult(secondId, "two"));
        await Manager.SetConnectionResultAsync(first.ConnectionId, CompletionMessage.WithResult(firstId, "one"));
        Assert.Equal("one", await one.WaitAsync(TestClient.Patience));
        Assert.Equal("two", await two.WaitAsync(TestClient.Patience));
    }

    [Fact]
    public async Task Invoke_AnotherConnectionAnswers_IsRefusedAndTheRightOneStillCan()
    {
        NativeTestClient asked = await _host.AddNativeAsync();
        NativeTestClient other = await _host.AddNativeAsync();
        Task<int> result = Invoke<int>(asked, "Number");
        string id = IdOf(await asked.ReadRecordAsync());

        InvalidOperationException refusal = await Assert.ThrowsAsync<InvalidOperationException>(
            () => Manager.SetConnectionResultAsync(other.ConnectionId, CompletionMessage.WithResult(id, 666)));
        Assert.Equal($"Connection ID '{other.ConnectionId}' is not valid for invocation ID '{id}'.", refusal.Message);

        await Manager.SetConnectionResultAsync(asked.ConnectionId, CompletionMessage.WithResult(id, 7));
        Assert.Equal(7, await result.WaitAsync(TestClient.Patience));
    }

    [Fact]
    public async Task Invoke_ClientFails_ThrowsItsWords()
    {
        NativeTestClient client = await _host.AddNativeAsync();
        Task<int> result = Invoke<int>(client, "Number");
        string id = IdOf(await client.ReadRecordAsync());
        await Manager.SetConnectionResultAsync(client.ConnectionId, CompletionMessage.WithError(id, "no number"));
        HubException failure = await Assert.ThrowsAsync<HubException>(() => result.WaitAsync(TestClient.Patience));
        Assert.Equal("no number", failure.Message);
    }

    [Fact]
    public async Task Invoke_ClientHasNoResult_ThrowsInsteadOfWaiting()
    {
        NativeTestClient client = await _host.AddNativeAsync();
        Task<int> result = Invoke<int>(client, "Number");
        string id = IdOf(await client.ReadRecordAsync());
        await Manager.SetConnectionResultAsync(client.ConnectionId, CompletionMessage.Empty(id));
        await Assert.ThrowsAsync<HubException>(() => result.WaitAsync(TestClient.Patience));
    }

    [Fact]
    public async Task Invoke_ConnectionIsAborted_ThrowsIOException()
    {
        NativeTestClient client = await _host.AddNativeAsync();
        Task<int> result = Invoke<int>(client, "Number");
        string id = IdOf(await client.ReadRecordAsync());
        _host.Registry.Find(client.ConnectionId)!.Connection.Abort();
        IOException failure = await Assert.ThrowsAsync<IOException>(() => result.WaitAsync(TestClient.Patience));
        Assert.Contains(client.ConnectionId, failure.Message, StringComparison.Ordinal);
        Assert.False(Manager.TryGetReturnType(id, out _));
    }

    [Fact]
    public async Task Invoke_UnknownConnection_ThrowsIOException() =>
        await Assert.ThrowsAsync<IOException>(() => Manager.InvokeConnectionAsync<int>("nobody", "Number", [], CancellationToken.None));

    [Fact]
    public async Task Invoke_CallerGivesUp_IsCancelledAndALateAnswerIsOfNoInterest()
    {
        using var cancellation = new CancellationTokenSource();
        NativeTestClient client = await _host.AddNativeAsync();
        Task<int> result = Manager.InvokeConnectionAsync<int>(client.ConnectionId, "Number", [], cancellation.Token);
        string id = IdOf(await client.ReadRecordAsync());
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => result.WaitAsync(TestClient.Patience));
        Assert.False(Manager.TryGetReturnType(id, out _));
        await Manager.SetConnectionResultAsync(client.ConnectionId, CompletionMessage.WithResult(id, 1));
    }

    [Fact]
    public async Task Invoke_LegacyConnection_FailsAtOnceAndSaysWhy()
    {
        DialectTestClient client = await _host.AddDialectAsync();
        Task<int> result = Manager.InvokeConnectionAsync<int>(client.ConnectionId, "Number", [], CancellationToken.None);
        Assert.True(result.IsCompleted);
        NotSupportedException failure = await Assert.ThrowsAsync<NotSupportedException>(() => result);
        Assert.Contains("'test'", failure.Message, StringComparison.Ordinal);
    }

    private static string IdOf(JsonElement invocation) => invocation.GetProperty("invocationId").GetString()!;

    private Task<T> Invoke<T>(NativeTestClient client, string method, params object?[] arguments) =>
        Manager.InvokeConnectionAsync<T>(client.ConnectionId, method, arguments, CancellationToken.None);
}
