// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.SockJS.Sessions;

/// <summary>Why a session ends.</summary>
/// <param name="Code">The close code.</param>
/// <param name="Reason">The reason.</param>
internal readonly record struct SessionClose(int Code, string Reason)
{
    public static SessionClose Normal { get; } = new(1000, "Normal closure");

    public static SessionClose GoingAway { get; } = new(1001, "Server is shutting down");

    public static SessionClose Interrupted { get; } = new(1002, "Connection interrupted");

    public static SessionClose TooSlow { get; } = new(1008, "Client is too slow");

    public static SessionClose HandlerFailed { get; } = new(1011, "Internal error");

    public static SessionClose SecondReceiver { get; } = new(2010, "Another connection still open");
}
