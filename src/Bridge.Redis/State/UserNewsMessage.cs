// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Resp;
using Bridge.Redis.Wire;

namespace Bridge.Redis.State;

/// <summary>What all nodes are told of users: an array of kind, version and user ids. Scripts write it (user.lua), and nodes.</summary>
/// <param name="Kind">What happened: <see cref="Online"/>, <see cref="Offline"/> or <see cref="Terminate"/>.</param>
/// <param name="Version">The number of the news; 0 for those of a node.</param>
/// <param name="UserIds">Whom it happened to.</param>
internal readonly record struct UserNewsMessage(string Kind, long Version, string[] UserIds) : IRespPayload
{
    public const string Online = "online";
    public const string Offline = "offline";
    public const string Terminate = "terminate";

    public int Length
    {
        get
        {
            int length = MessagePackWriter.LengthOfArrayHeader(2 + UserIds.Length) + MessagePackWriter.LengthOfString(Kind)
                + MessagePackWriter.LengthOfLong;
            foreach (string userId in UserIds)
            {
                length += MessagePackWriter.LengthOfString(userId);
            }

            return length;
        }
    }

    /// <exception cref="WireFormatException">It is something else.</exception>
    public static UserNewsMessage Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new MessagePackReader(bytes);
        int count = reader.ReadArrayHeader();
        if (count < 3)
        {
            throw new WireFormatException("news of users have three items at least");
        }

        string kind = reader.ReadString();
        long version = reader.ReadInteger();
        string[] userIds = new string[count - 2];
        for (int i = 0; i < userIds.Length; i++)
        {
            userIds[i] = reader.ReadString();
        }

        return new UserNewsMessage(kind, version, userIds);
    }

    public void Write(Span<byte> destination)
    {
        var writer = new MessagePackWriter(destination);
        writer.WriteArrayHeader(2 + UserIds.Length);
        writer.WriteString(Kind);
        writer.WriteLong(Version);
        foreach (string userId in UserIds)
        {
            writer.WriteString(userId);
        }
    }
}
