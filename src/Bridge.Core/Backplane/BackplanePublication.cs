// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Backplane;

/// <summary>A message that is ready to be sent to the other nodes.</summary>
internal readonly record struct BackplanePublication(IBackplane Backplane, BackplaneAddress Address, BackplaneMessage Message)
{
    /// <summary>The same, as a transition of a channel.</summary>
    /// <param name="version">The number of the transition.</param>
    public BackplanePublication At(long version) => this with
    {
        Message = new BackplaneMessage
        {
            Payloads = Message.Payloads,
            ExcludedConnectionIds = Message.ExcludedConnectionIds,
            Event = Message.Event! with { Version = version },
        },
    };

    public void Send() => Backplane.Publish(Address, Message);
}
