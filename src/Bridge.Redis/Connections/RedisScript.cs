// Licensed under the MIT License. See LICENSE in the repository root.

using System.Security.Cryptography;
using System.Text;

namespace Bridge.Redis.Connections;

/// <summary>A Lua script; it is called by its digest, and sent when the server does not know it.</summary>
internal sealed class RedisScript
{
    public RedisScript(string text)
    {
        byte[] body = Encoding.UTF8.GetBytes(text);
        Body = body;
#pragma warning disable CA5350 // The name that Redis gives scripts; nothing is kept safe by it.
        Digest = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA1.HashData(body)));
#pragma warning restore CA5350
    }

    /// <summary>Loads a script that is embedded in this assembly.</summary>
    /// <param name="name">The file's name without its extension.</param>
    public static RedisScript OfResource(string name)
    {
        using Stream resource = typeof(RedisScript).Assembly.GetManifestResourceStream($"{name}.lua")!;
        using var reader = new StreamReader(resource);
        return new RedisScript(reader.ReadToEnd());
    }

    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The SHA-1 of the script in small hexadecimal letters.</summary>
    public ReadOnlyMemory<byte> Digest { get; }
}
