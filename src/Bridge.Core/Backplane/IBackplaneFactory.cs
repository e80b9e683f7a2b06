// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Backplane;

/// <summary>Makes the backplane of each hub. Register one to make this node part of a farm.</summary>
public interface IBackplaneFactory
{
    /// <summary>Makes the backplane of one hub; it may call the receiver from now on.</summary>
    /// <param name="hubType">The hub.</param>
    /// <param name="receiver">Gets what the other nodes send.</param>
    IBackplane Create(Type hubType, IBackplaneReceiver receiver);
}
