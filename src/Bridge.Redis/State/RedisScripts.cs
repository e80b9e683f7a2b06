// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Connections;

namespace Bridge.Redis.State;

/// <summary>The transitions of the shared state: one script each, in the folder Scripts.</summary>
internal static class RedisScripts
{
    private static readonly string Channel = Read("channel");

    public static RedisScript Join { get; } = OfChannel("join");

    public static RedisScript Leave { get; } = OfChannel("leave");

    public static RedisScript Publish { get; } = OfChannel("publish");

    public static RedisScript Settle { get; } = OfChannel("settle");

    public static RedisScript Sync { get; } = OfChannel("sync");

    public static RedisScript Clear { get; } = OfChannel("clear");

    public static RedisScript ReadChannel { get; } = OfChannel("read");

    public static RedisScript UserSignIn { get; } = new(Read("user-sign-in"));

    public static RedisScript UserSignOut { get; } = new(Read("user-sign-out"));

    public static RedisScript UserSettle { get; } = new(Read("user-settle"));

    public static RedisScript TakeDue { get; } = new(Read("take-due"));

    public static RedisScript Heartbeat { get; } = new(Read("heartbeat"));

    private static RedisScript OfChannel(string name) => new(Channel + Read(name));

    private static string Read(string name)
    {
        using Stream stream = typeof(RedisScripts).Assembly.GetManifestResourceStream($"{name}.lua")
            ?? throw new InvalidOperationException($"The script {name}.lua is not in the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
