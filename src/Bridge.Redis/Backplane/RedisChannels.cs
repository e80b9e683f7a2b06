// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using Bridge.Core.Backplane;
using Bridge.Redis.Wire;

namespace Bridge.Redis.Backplane;

/// <summary>The names of the Redis channels of one hub, as the stock package has them.</summary>
/// <param name="prefix">The channel prefix of the farm, followed directly by the full name of the hub.</param>
/// <param name="server">The name of this node.</param>
internal sealed class RedisChannels(string prefix, ServerName server)
{
    /// <summary>Where every node hears of changes of groups.</summary>
    public string GroupCommands { get; } = $"{prefix}:internal:groups";

    /// <summary>Where this node hears that a change is made.</summary>
    public string Acknowledgements { get; } = AcknowledgementsOf(prefix, server.Text);

    /// <summary>Where this node hears results of clients.</summary>
    public string Results { get; } = $"{prefix}:internal:return:{server}";

    public static byte[] Bytes(string channel) => Encoding.UTF8.GetBytes(channel);

    /// <summary>Where another node hears that a change is made.</summary>
    public string AcknowledgementsOf(string otherServer) => AcknowledgementsOf(prefix, otherServer);

    public string Of(BackplaneAddress address) => address.Scope switch
    {
        BackplaneScope.All => $"{prefix}:all",
        BackplaneScope.Group => $"{prefix}:group:{address.Name}",
        BackplaneScope.User => $"{prefix}:user:{address.Name}",
        _ => $"{prefix}:connection:{address.Name}",
    };

    private static string AcknowledgementsOf(string prefix, string server) => $"{prefix}:internal:ack:{server}";
}
