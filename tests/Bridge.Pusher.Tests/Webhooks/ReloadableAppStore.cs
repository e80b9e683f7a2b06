// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Apps;

namespace Bridge.Pusher.Tests.Webhooks;

/// <summary>One app that can be replaced while the server runs.</summary>
internal sealed class ReloadableAppStore(PusherApp app) : IPusherAppStore
{
    private volatile PusherApp[] _apps = [app];

    public IReadOnlyCollection<PusherApp> Apps => _apps;

    public void Replace(PusherApp app) => _apps = [app];

    public PusherApp? FindById(string id) => _apps.FirstOrDefault(app => app.Id == id);

    public PusherApp? FindByKey(string key) => _apps.FirstOrDefault(app => app.Key == key);
}
