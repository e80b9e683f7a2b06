// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Server.Check.Probes;

/// <summary>The open frame of a SockJS session.</summary>
internal sealed class SockJSGreeting : IGreeting
{
    public static readonly SockJSGreeting Instance = new();

    public bool IsIn(string text) => text.StartsWith('o');
}
