// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Interop.Tests.Clients;

namespace Bridge.Interop.Tests.Hosts;

/// <summary>A way to configure the tested server.</summary>
public sealed class ServerSettings
{
    private readonly (string Key, string Value)[] _app;
    private readonly (string Key, string Value)[] _common;

    private ServerSettings(params (string Key, string Value)[] app)
        : this(app, [])
    {
    }

    private ServerSettings((string Key, string Value)[] app, (string Key, string Value)[] common)
    {
        _app = app;
        _common = common;
    }

    /// <summary>As it comes: one demo app with the default limits.</summary>
    public static ServerSettings Standard { get; } = new();

    /// <summary>Clients may send as fast as they can, and large events.</summary>
    public static ServerSettings Generous { get; } = new(("Limits:ClientEventsPerSecond", "0"), ("Limits:MaxEventBytes", "65536"));

    /// <summary>Clients hear of subscription counts and of the users that they watch.</summary>
    public static ServerSettings Talkative { get; } = new(("SubscriptionCounts", "true"), ("Watchlists", "true"));

    /// <summary>The application hears of everything; a lost client has as much time to come back as a busy machine may need.</summary>
    /// <param name="url">Where the application takes webhooks.</param>
    public static ServerSettings WithWebhook(string url) =>
        new([("Webhooks:0:Url", url), ("SubscriptionCounts", "true")], [("Webhooks:Grace", "00:01:00")]);

    /// <summary>The app is mirrored to another service.</summary>
    /// <param name="service">Its address.</param>
    public static ServerSettings WithMirror(Uri service) => new(
        [("ClientEvents", "true")],
        [
            ("Mirror:Services:0:AppId", TestApp.Id), ("Mirror:Services:0:Key", TestApp.Key),
            ("Mirror:Services:0:Secret", TestApp.Secret), ("Mirror:Services:0:Url", $"{service}"),
        ]);

    /// <summary>Whether a server that is told nothing is configured like this.</summary>
    public bool IsStandard => _app.Length == 0;

    /// <summary>The settings as configuration, the demo app's credentials included.</summary>
    public IEnumerable<KeyValuePair<string, string?>> ToConfiguration()
    {
        (string, string)[] credentials = [("Id", TestApp.Id), ("Key", TestApp.Key), ("Secret", TestApp.Secret)];
        foreach ((string key, string value) in (IEnumerable<(string, string)>)[.. credentials, .. _app])
        {
            yield return new($"Bridge:Apps:0:{key}", value);
        }

        foreach ((string key, string value) in _common)
        {
            yield return new($"Bridge:{key}", value);
        }
    }
}
