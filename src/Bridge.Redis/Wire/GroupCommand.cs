// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Backplane;
using Bridge.Redis.Resp;

namespace Bridge.Redis.Wire;

/// <summary>A change of a membership that a node asks another for: an array of id, server, action, group, connection id.</summary>
/// <param name="Id">The number that the acknowledgement names.</param>
/// <param name="Server">The server that asks.</param>
/// <param name="Command">The change.</param>
internal sealed record GroupCommand(int Id, string Server, BackplaneGroupCommand Command) : IRespPayload
{
    private const int Add = 1;
    private const int Remove = 2;

    public int Length => 2
        + MessagePackWriter.LengthOfInteger(Id)
        + MessagePackWriter.LengthOfString(Server)
        + MessagePackWriter.LengthOfString(Command.Group)
        + MessagePackWriter.LengthOfString(Command.ConnectionId);

    public void Write(Span<byte> destination)
    {
        var writer = new MessagePackWriter(destination);
        writer.WriteArrayHeader(5);
        writer.WriteInteger(Id);
        writer.WriteString(Server);
        writer.WriteInteger(Command.IsAdd ? Add : Remove);
        writer.WriteString(Command.Group);
        writer.WriteString(Command.ConnectionId);
    }

    /// <summary>Reads a command.</summary>
    /// <exception cref="WireFormatException">It is none.</exception>
    public static GroupCommand Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new MessagePackReader(bytes);
        if (reader.ReadArrayHeader() < 5)
        {
            throw new WireFormatException("a group command has five items at least");
        }

        long id = reader.ReadInteger();
        string server = reader.ReadString();
        long action = reader.ReadInteger();
        if (id is < int.MinValue or > int.MaxValue || action is not (Add or Remove))
        {
            throw new WireFormatException("a group command has an unknown action or id");
        }

        string group = reader.ReadString();
        return new GroupCommand((int)id, server, new BackplaneGroupCommand(reader.ReadString(), group, action == Add));
    }
}
