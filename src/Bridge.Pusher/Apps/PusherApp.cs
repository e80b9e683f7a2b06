// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json.Serialization;
using Bridge.Pusher.Signatures;
using Bridge.Pusher.Webhooks;

namespace Bridge.Pusher.Apps;

/// <summary>One app: a set of channels with its own credentials, rules and limits. Bound from <c>Bridge:Apps:N</c>.</summary>
/// <remarks>Set it up before the server reads it; what is in use is replaced as a whole on a reload and never changed.</remarks>
public sealed class PusherApp
{
    /// <summary>Makes an app that configuration or an initialiser fills.</summary>
    public PusherApp()
    {
    }

    /// <summary>Makes an app with its credentials.</summary>
    /// <param name="id">The app's id in REST paths; digits only for the sake of some server libraries.</param>
    /// <param name="key">The public key in client URLs and in front of signatures.</param>
    /// <param name="secret">What signatures are made with.</param>
    public PusherApp(string id, string key, string secret)
    {
        Id = id;
        Key = key;
        Secret = secret;
    }

    /// <summary>The app's id in REST paths. Required and unique; use digits only, some server libraries insist on them.</summary>
    public string Id { get; set => field = value ?? ""; } = "";

    /// <summary>The public key in client URLs and in front of signatures. Required and unique.</summary>
    public string Key { get; set => field = value ?? ""; } = "";

    /// <summary>What signatures are made with. Required; known to this server and to the app's own servers only.</summary>
    [JsonIgnore]
    public string Secret { get; set => field = value ?? ""; } = "";

    /// <summary>
    /// A second key that clients and servers may still use together with <see cref="PreviousSecret"/> while the app moves to a
    /// new one. What this server signs itself, it signs with <see cref="Key"/>. Unique among all keys. Default: none.
    /// </summary>
    public string? PreviousKey { get; set; }

    /// <summary>The secret of <see cref="PreviousKey"/>; required with it. Default: none.</summary>
    [JsonIgnore]
    public string? PreviousSecret { get; set; }

    /// <summary>A name for people, in logs and on the console. Default: none.</summary>
    public string Name { get; set => field = value ?? ""; } = "";

    /// <summary>
    /// What the names of the app's hub groups start with. Default: empty, which only a single app may have; with more
    /// apps each needs its own, and none may be the beginning of another.
    /// </summary>
    public string GroupPrefix { get; set => field = value ?? ""; } = "";

    /// <summary>
    /// The name of the type of the hub that serves the app, where <c>MapBridge</c> is called for several. Default: empty,
    /// the first of them.
    /// </summary>
    public string Hub { get; set; } = "";

    /// <summary>Whether the app is out of service: connections and REST requests are refused. Default: false.</summary>
    public bool Disabled { get; set; }

    /// <summary>Whether subscribers of private and presence channels may send events named <c>client-*</c>. Default: true.</summary>
    public bool ClientEvents { get; set; } = true;

    /// <summary>Whether subscribers of channels without presence are told how many connections the channel has. Default: false.</summary>
    public bool SubscriptionCounts { get; set; }

    /// <summary>Whether signed-in users may watch when others come and go. Default: false.</summary>
    public bool Watchlists { get; set; }

    /// <summary>Whether connections may sign in as a user. Default: true.</summary>
    public bool UserAuthentication { get; set; } = true;

    /// <summary>
    /// The origins of the pages that may connect, each <c>*</c> or <c>scheme://host[:port]</c>, where the host may start
    /// with <c>*.</c> for all its subdomains. Default: empty, which allows every origin.
    /// </summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>
    /// The key, 32 bytes in base64, that the auth endpoint derives the shared secrets of <c>private-encrypted-</c> channels
    /// from. Only that endpoint needs it: the server itself can't read such events. Default: none.
    /// </summary>
    [JsonIgnore]
    public string? EncryptionMasterKey { get; set; }

    /// <summary>The app's servers that are told what happens on its channels. Default: none.</summary>
    public IList<PusherWebhook> Webhooks { get; } = [];

    /// <summary>The app's limits.</summary>
    public PusherAppLimits Limits { get; set => field = value ?? new(); } = new();

    /// <summary>Where errors say that the app is configured; null for the configuration.</summary>
    internal string? Place { get; set; }

    /// <summary>Whether a page of this origin may connect. Requests without an origin do not come from pages and are allowed.</summary>
    /// <param name="origin">The request's <c>Origin</c> header, or null.</param>
    public bool AllowsOrigin(string? origin)
    {
        if (AllowedOrigins.Count == 0 || string.IsNullOrEmpty(origin))
        {
            return true;
        }

        foreach (string pattern in AllowedOrigins)
        {
            if (OriginPattern.Matches(pattern, origin))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The secret that belongs to one of the app's keys; null when the key is none of them.</summary>
    /// <param name="key">The key in front of a signature or in a request.</param>
    internal string? SecretOf(ReadOnlySpan<char> key) =>
        PusherSignature.FixedTimeEquals(key, Key) ? Secret
        : PreviousKey is not null && PusherSignature.FixedTimeEquals(key, PreviousKey) ? PreviousSecret
        : null;

    /// <summary>The id and the name; nothing secret.</summary>
    public override string ToString() => Name.Length == 0 ? Id : $"{Id} ({Name})";
}
