// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.Extensions.Configuration;

namespace Bridge.Pusher.Apps.Database;

/// <summary>One row of the table.</summary>
internal sealed record AppRow(string Id, string Key, string Secret, string? PreviousKey, string? PreviousSecret, string? Settings)
{
    /// <summary>Where errors say that the app comes from.</summary>
    public string Place => $"Database:{Id}";

    /// <summary>The app. Its settings have the names and forms that they have in the configuration.</summary>
    /// <exception cref="InvalidOperationException">A setting is unknown or has the wrong type.</exception>
    /// <exception cref="FormatException">The settings are no JSON object.</exception>
    /// <exception cref="System.Text.Json.JsonException">The settings are no JSON.</exception>
    public PusherApp ToApp()
    {
        var app = new PusherApp();
        if (!string.IsNullOrWhiteSpace(Settings))
        {
            using var json = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Settings));
            new ConfigurationBuilder().AddJsonStream(json).Build().Bind(app, binder => binder.ErrorOnUnknownConfiguration = true);
        }

        app.Place = Place;
        app.Id = Id;
        app.Key = Key;
        app.Secret = Secret;
        app.PreviousKey = PreviousKey;
        app.PreviousSecret = PreviousSecret;
        return app;
    }

    /// <summary>Nothing secret.</summary>
    public override string ToString() => Place;
}
