// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.LoadTest.Clients;

/// <summary>A client that gets what is published.</summary>
internal interface ISubscriber
{
    /// <summary>Whether it gets messages now.</summary>
    bool IsReady { get; }

    /// <summary>Starts to connect.</summary>
    /// <param name="smallReceiveBuffer">Lets the kernel hold little for a client that will stop reading.</param>
    void Connect(bool smallReceiveBuffer);

    /// <summary>Sends a message, in the form that its protocol gave it.</summary>
    void SendText(string message);

    /// <summary>Keeps the connection open, and neither reads nor writes on it again.</summary>
    void FallSilent();
}
