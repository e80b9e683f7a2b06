// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Connections;

namespace Bridge.Redis.Roaming;

/// <summary>The Lua scripts of this folder.</summary>
internal static class RoamingScripts
{
    /// <summary>Loads a script.</summary>
    /// <param name="name">The file's name without its extension.</param>
    public static RedisScript Load(string name)
    {
        using Stream resource = typeof(RoamingScripts).Assembly.GetManifestResourceStream($"{name}.lua")!;
        using var reader = new StreamReader(resource);
        return new RedisScript(reader.ReadToEnd());
    }
}
