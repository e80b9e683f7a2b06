// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Connections;

namespace Bridge.Redis.State;

/// <summary>The transitions of the shared state: one script each, in the folders Scripts.</summary>
internal static class RedisScripts
{
    private static readonly List<RedisScript> Scripts = [];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<RedisScript> All => Scripts;

    public static RedisScript Join { get; } = Of("channel", "join");

    public static RedisScript Leave { get; } = Of("channel", "leave");

    public static RedisScript Publish { get; } = Of("channel", "publish");

    public static RedisScript Settle { get; } = Of("channel", "settle");

    public static RedisScript Sync { get; } = Of("channel", "sync");

    public static RedisScript Clear { get; } = Of("channel", "clear");

    public static RedisScript ReadChannel { get; } = Of("channel", "read");

    public static RedisScript ConfirmReports { get; } = Of("confirm-reports");

    public static RedisScript ForgetReports { get; } = Of("forget-reports");

    public static RedisScript CollectReports { get; } = Of("collect-reports");

    public static RedisScript UserSignIn { get; } = Of("user", "user-sign-in");

    public static RedisScript UserSignOut { get; } = Of("user", "user-sign-out");

    public static RedisScript UserSync { get; } = Of("user", "user-sync");

    public static RedisScript UserSettle { get; } = Of("user", "user-settle");

    public static RedisScript UserRead { get; } = Of("user", "user-read");

    public static RedisScript TakeDue { get; } = Of("take-due");

    public static RedisScript FinishDue { get; } = Of("finish-due");

    public static RedisScript Heartbeat { get; } = Of("heartbeat");

    public static RedisScript CompleteOnce { get; } = Of("complete-once");

    public static RedisScript RenewOnce { get; } = Of("renew-once");

    public static RedisScript ReleaseOnce { get; } = Of("release-once");

    public static RedisScript AddConnections { get; } = Of("add-connections");

    public static RedisScript TakePermits { get; } = Of("take-permits");

    private static RedisScript Of(params string[] parts)
    {
        var script = new RedisScript(string.Concat(parts.Select(Read)));
        Scripts.Add(script);
        return script;
    }

    private static string Read(string name)
    {
        using Stream stream = typeof(RedisScripts).Assembly.GetManifestResourceStream($"{name}.lua")
            ?? throw new InvalidOperationException($"The script {name}.lua is not in the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
