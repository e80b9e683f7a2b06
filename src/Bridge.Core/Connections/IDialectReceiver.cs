// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Connections;

/// <summary>Takes in what a connection's client sends and hands it to the connection's session.</summary>
internal interface IDialectReceiver
{
    /// <summary>Receives until the client, the hub or the network ends the connection.</summary>
    /// <returns>Whether the client ended it in order; false when it broke off.</returns>
    Task<bool> ReceiveAsync();
}
