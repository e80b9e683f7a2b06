// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.SockJS.Transports;

/// <summary>The content types of answers. Clients' tests compare the charset's case.</summary>
internal static class ContentTypes
{
    public const string Text = "text/plain; charset=UTF-8";
    public const string Html = "text/html; charset=UTF-8";
    public const string Json = "application/json; charset=UTF-8";
    public const string Script = "application/javascript; charset=UTF-8";
    public const string EventStream = "text/event-stream";
}
