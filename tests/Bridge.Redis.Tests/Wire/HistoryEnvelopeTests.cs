// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using Bridge.Core.Backplane;
using Bridge.Core.History;
using Bridge.Redis.Wire;
using Microsoft.AspNetCore.SignalR;

namespace Bridge.Redis.Tests.Wire;

/// <summary>docs/specs/redis.md, "The entry bridge": messages that Redis gives a place in a history. The bytes are written by hand.</summary>
public sealed class HistoryEnvelopeTests
{
    private static readonly ServerName Server = ServerName.New();

    // Excluded nobody; one entry "bridge" and one "json".
    private const string Start = "92" + "90" + "82" + "a6627269646765" + "c4";
    private const string End = "a46a736f6e" + "c4023131";
    private const string Version1 = "01" + "c410";
    private const string Transition = "d30000000000000000";
    private const string Number7 = "d30000000000000007";
    private const string Offset9 = "d30000000000000009";
    private const string Epoch = "b0" + "61626364656667683132333435363738";

    public static TheoryData<bool, string?, string> Kinds => new()
    {
        { true, null, "01" + "c0" },
        { true, "ann", "01" + "a3616e6e" },
        { false, null, "02" + "c0" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Write_WithItsPlacePutIn_IsWhatThePageSays(bool isEvent, string? userId, string flagsAndUser)
    {
        var message = new BackplaneMessage
        {
            Payloads = [new SerializedMessage("json", "11"u8.ToArray())],
            Event = isEvent ? new BackplaneEvent(IsText: true, userId) : null,
        };
        var append = new Bridge.Redis.History.HistoryAppend("news", new HistoryLimits(1, TimeSpan.FromSeconds(1)), message, new object());
        append.Encode(Server);
        append.SetNumber(7);
        string whole = Hex(append.Head) + Offset9 + Epoch + Hex(append.Tail);
        Assert.Equal(Bytes(flagsAndUser), whole);

        BackplaneMessage read = Envelope.Read(Convert.FromHexString(whole));
        Assert.Equal(new HistoryPosition("abcdefgh12345678", 9), read.Position);
        Assert.Equal((message.Event, 0L), (read.Event, read.OwnNumber));
        Assert.Equal("11", Encoding.UTF8.GetString(Assert.Single(read.Payloads).Serialized.Span));

        // This node's own message was not delivered before it was sent: it is no echo.
        Assert.False(Envelope.IsOwn(Convert.FromHexString(whole), Server));
        Assert.Equal(7, Envelope.Read(Convert.FromHexString(whole), Server).OwnNumber);
        Assert.Equal(0, Envelope.Read(Convert.FromHexString(whole), ServerName.New()).OwnNumber);
    }

    [Fact]
    public void Read_AnyPartOfIt_IsRefusedAndNeverAnotherFailure()
    {
        byte[] whole = Convert.FromHexString(Bytes("01" + "c0"));
        for (int length = 0; length < whole.Length; length++)
        {
            Assert.Throws<WireFormatException>(() => Envelope.Read(whole.AsMemory(0, length)));
        }
    }

    private static string Bytes(string flagsAndUser)
    {
        string entry = "98" + Version1 + Hex(Server.Origin.ToArray()) + flagsAndUser + Transition + Number7 + Offset9 + Epoch;
        return Start + $"{entry.Length / 2:x2}" + entry + End;
    }

    private static string Hex(ReadOnlyMemory<byte> bytes) => Convert.ToHexStringLower(bytes.Span);
}
