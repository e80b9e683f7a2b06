// Licensed under the MIT License. See LICENSE in the repository root.

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Bridge.Pusher.Apps;

namespace Bridge.Pusher.Webhooks;

/// <summary>Where events go: a webhook of an app, whatever else of its settings changes.</summary>
/// <param name="AppId">The app.</param>
/// <param name="Index">The place in <see cref="PusherApp.Webhooks"/>.</param>
/// <param name="Url">The address; may hold a secret.</param>
internal sealed record WebhookAddress(string AppId, int Index, string Url)
{
    /// <summary>The address without what may be secret in it: fit for logs.</summary>
    public string Origin => new Uri(Url).GetLeftPart(UriPartial.Authority);

    /// <summary>Names a URL without telling it.</summary>
    public static string FingerprintOf(string url) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(url)).AsSpan(0, 8));

    /// <summary>The app and the webhook as they are now; null when one of them is gone.</summary>
    public (PusherApp App, PusherWebhook Webhook)? Find(IPusherAppStore apps) =>
        apps.FindById(AppId) is { } app && Index < app.Webhooks.Count && app.Webhooks[Index].Url == Url ? (app, app.Webhooks[Index]) : null;

    /// <summary>The app, the place and the origin; nothing secret.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{AppId}/{Index} ({Origin})");
}
