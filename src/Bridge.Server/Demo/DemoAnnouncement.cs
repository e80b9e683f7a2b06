// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Server.Demo;

/// <summary>Tells whoever started the server where the demo page is, and that the demo secret is no secret.</summary>
internal sealed partial class DemoAnnouncement(ILogger<DemoAnnouncement> logger)
{
    /// <summary>Tells it as soon as the server listens.</summary>
    public static void OnStart(WebApplication app)
    {
        var announcement = new DemoAnnouncement(app.Services.GetRequiredService<ILogger<DemoAnnouncement>>());
        app.Lifetime.ApplicationStarted.Register(() => announcement.Tell(app.Urls));
    }

    private void Tell(ICollection<string> addresses)
    {
        LogSecretInUse(DemoApp.Id, DemoApp.Key);
        foreach (string address in addresses)
        {
            LogPage(address);
        }
    }

    [LoggerMessage(5101, LogLevel.Warning,
        "No app is configured: the demo app is in use (id {Id}, key {Key}), whose secret everybody knows. Set Bridge:Apps for anything but a demo.",
        EventName = "DemoSecretInUse")]
    private partial void LogSecretInUse(string id, string key);

    [LoggerMessage(5102, LogLevel.Information, "Demo page: {Address}/", EventName = "DemoPage")]
    private partial void LogPage(string address);
}
