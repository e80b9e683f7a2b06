// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.Http;

namespace Bridge.Pusher.Mirror;

/// <summary>
/// The header that marks forwarded events. Pusher passes over it; a Bridge that mirrors to the sender does not send the events
/// back. Only a request whose signature is right is asked for it, and all that it can do is keep an event from being forwarded.
/// </summary>
internal static class MirrorHeader
{
    public const string Name = "X-Bridge-Mirror";
    public const string Value = "1";

    public static bool IsIn(HttpRequest request) => request.Headers.ContainsKey(Name);
}
