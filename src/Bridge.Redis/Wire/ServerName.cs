// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Redis.Wire;

/// <summary>The name of one hub on one node: the machine's name, an underscore and 32 hexadecimal digits, unique in the farm.</summary>
internal sealed class ServerName
{
    private readonly byte[] _origin;

    private ServerName(string text, Guid id)
    {
        Text = text;
        _origin = id.ToByteArray(bigEndian: true);
    }

    public string Text { get; }

    /// <summary>The 16 bytes of the digits, by which a node knows its own messages.</summary>
    public ReadOnlySpan<byte> Origin => _origin;

    public static ServerName New()
    {
        var id = Guid.NewGuid();
        return new ServerName($"{Environment.MachineName}_{id:N}", id);
    }

    public override string ToString() => Text;
}
