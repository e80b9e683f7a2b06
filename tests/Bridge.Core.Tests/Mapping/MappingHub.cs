// Licensed under the MIT License. See LICENSE in the repository root.

using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Core.Tests.Mapping;

#pragma warning disable CA1822 // SignalR knows no static methods.
/// <summary>Methods of every form that a mapping meets.</summary>
public sealed class MappingHub : Hub
{
    public void Join(string room) => _ = room;

    public void JoinAs(string room, string name, int age = 18) => _ = (room, name, age);

    public void Two(string room, Message message) => _ = (room, message);

    public void Three(string room, string user, string text) => _ = (room, user, text);

    public void Other(string place, string text) => _ = (place, text);

    public void Numbers(int x, int y = 5) => _ = (x, y);

    public void Named(string @event, string channel, object data) => _ = (@event, channel, data);

    public void One(string text) => _ = text;

    public void Nothing()
    {
    }

    public void Optional(Message? message = null) => _ = message;

    public void Cancellable(string room, CancellationToken cancellationToken) => _ = (room, cancellationToken);

    public void Served([FromKeyedServices("key")] IServiceProvider services, string text) => _ = (services, text);

    [HubMethodName("renamed")]
    public void Original(string room) => _ = room;

    public void Twice(int number) => _ = number;

    public void Twice(string text) => _ = text;

    public async IAsyncEnumerable<int> Stream([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.WaitAsync(cancellationToken);
        yield return 1;
    }

    public Task Upload(IAsyncEnumerable<int> items) => Task.FromResult(items);

    public sealed record Message(string User, string Text);
}
