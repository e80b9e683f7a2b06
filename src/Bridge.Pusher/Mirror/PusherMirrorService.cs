// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Pusher.Mirror;

/// <summary>The other service of an app, and what is mirrored.</summary>
public sealed class PusherMirrorService
{
    /// <summary>The id of the app here. Default: empty, the same as <see cref="AppId"/>.</summary>
    public string App { get; set; } = "";

    /// <summary>The address of the service's REST API, for example <c>https://api-eu.pusher.com</c>; a path is allowed. Required.</summary>
    public string Url { get; set; } = "";

    /// <summary>The app's id there. Required.</summary>
    public string AppId { get; set; } = "";

    /// <summary>The app's key there. Required.</summary>
    public string Key { get; set; } = "";

    /// <summary>The app's secret there. Required.</summary>
    public string Secret { get; set; } = "";

    /// <summary>Whether what is published here is forwarded. Default: true.</summary>
    public bool Forward { get; set; } = true;

    /// <summary>Whether the events that clients here send each other are forwarded as well. Default: true.</summary>
    public bool ClientEvents { get; set; } = true;

    /// <summary>The most events in one request; 1 to 10, which is the most that Pusher takes. Default: 10.</summary>
    public int Batch { get; set; } = 10;

    /// <summary>How long the service may take to answer; then the attempt has failed. Default: 5 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How old an event may get while it is tried again; then it is given up and counted. Default: 5 minutes.</summary>
    public TimeSpan RetryFor { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The id of the app here.</summary>
    internal string AppHere => App.Length > 0 ? App : AppId;
}
