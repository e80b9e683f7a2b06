// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.SignalR;

namespace Bridge.Core.Backplane;

/// <summary>Gets what the other nodes tell this one. Messages come one at a time; implementations hand on and never wait.</summary>
public interface IBackplaneReceiver
{
    /// <summary>A message for connections of this node.</summary>
    /// <param name="address">Whom it is for; this node has subscribed to it.</param>
    /// <param name="message">The message.</param>
    void OnMessage(BackplaneAddress address, BackplaneMessage message);

    /// <summary>An interruption is over, and messages for an address arrive again. Those that were sent meanwhile did not.</summary>
    /// <param name="address">The address.</param>
    void OnResubscribed(BackplaneAddress address);

    /// <summary>Another node wants a membership changed. Changes of one membership are made in the order of the calls.</summary>
    /// <param name="command">The change.</param>
    /// <returns>Whether this node holds the connection, and the change is made.</returns>
    Task<bool> OnGroupCommandAsync(BackplaneGroupCommand command);

    /// <summary>The result of an invocation that this node sent with <see cref="IBackplane.InvokeAsync"/>.</summary>
    /// <param name="completion">The completion, in the words of a hub protocol.</param>
    void OnCompletion(SerializedMessage completion);
}
