// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Apps;

namespace Bridge.Pusher.Tests.Apps;

/// <summary>The app of Pusher's documentation, whose signatures are known, and a store for it.</summary>
internal static class TestApps
{
    public const string Key = "278d425bdf160c739803";
    public const string Secret = "7ad3773142a6692b25b8";

    public static PusherApp Documented() => new("3", Key, Secret);

    public static IPusherAppStore Store(params PusherApp[] apps) => new FixedStore(apps);

    public static PusherChannelNamespaces Namespaces(params PusherApp[] apps) => new(Store(apps));

    private sealed class FixedStore(PusherApp[] apps) : IPusherAppStore
    {
        public IReadOnlyCollection<PusherApp> Apps => apps;

        public PusherApp? FindById(string id) => apps.FirstOrDefault(app => app.Id == id);

        public PusherApp? FindByKey(string key) => apps.FirstOrDefault(app => app.Key == key);
    }
}
