// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Farm.Tests.Nodes;

namespace Bridge.Farm.Tests.Traffic;

/// <summary>Sends numbered messages to one channel through one node: a back end over REST, or a client.</summary>
/// <param name="name">Who it says it is.</param>
/// <param name="channel">The channel.</param>
/// <param name="home">The node that it sends through.</param>
/// <param name="isOrdered">Whether its messages arrive as it sends them; if not, its marks may overtake them, too.</param>
/// <param name="send">Sends data on the channel; ends when they are sent, and for some kinds not before the server took them.</param>
internal sealed class Sender(string name, string channel, FarmNode home, bool isOrdered, Func<object, Task> send)
{
    private int _last;

    public string Name => name;

    public string Channel => channel;

    public FarmNode Home => home;

    public bool IsOrdered => isOrdered;

    /// <summary>The messages that were taken.</summary>
    public int Sent { get; private set; }

    /// <summary>Sends the next message; returns its number.</summary>
    public async Task<int> SendAsync()
    {
        int number = ++_last;
        await send(new { from = name, number });
        Sent++;
        return number;
    }

    /// <summary>Sends a mark behind all messages so far.</summary>
    public Task SendFenceAsync(int epoch) => send(new { from = name, fence = epoch });
}
