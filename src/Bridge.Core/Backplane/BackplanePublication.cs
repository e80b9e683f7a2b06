// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Backplane;

/// <summary>A message that is ready to be sent to the other nodes.</summary>
internal readonly record struct BackplanePublication(IBackplane Backplane, BackplaneAddress Address, BackplaneMessage Message)
{
    public void Send() => Backplane.Publish(Address, Message);
}
