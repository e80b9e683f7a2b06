// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using Bridge.Core.Backplane;
using Bridge.Redis.Resp;
using Bridge.Redis.Wire;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.SignalR;

namespace Bridge.Redis.Tests.Wire;

/// <summary>The messages against bytes that were written by hand from the description of the wire format.</summary>
public sealed class EnvelopeTests
{
    // ["c1"], {"json": {}␞}
    private const string Stock = "92" + "91a26331" + "81" + "a46a736f6e" + "c4037b7d1e";

    private static readonly ServerName Server = ServerName.New();

    [Fact]
    public void Read_StockInvocation_IsTheMessage()
    {
        BackplaneMessage message = Envelope.Read(Convert.FromHexString(Stock));
        Assert.Equal(["c1"], message.ExcludedConnectionIds);
        SerializedMessage payload = Assert.Single(message.Payloads);
        Assert.Equal(("json", "{}\u001e"), (payload.ProtocolName, Encoding.UTF8.GetString(payload.Serialized.Span)));
        Assert.Null(message.Event);
        Assert.Null(message.ResultRequest);
        Assert.False(Envelope.IsOwn(Convert.FromHexString(Stock), Server));
    }

    [Fact]
    public void Read_StockInvocationThatWantsAResult_KnowsWhereItGoes()
    {
        // [], {"messagepack": 0x01}, "i", "r"
        BackplaneMessage message = Envelope.Read(Convert.FromHexString("94" + "90" + "81" + "ab6d6573736167657061636b" + "c40101" + "a169" + "a172"));
        Assert.Equal(new BackplaneResultRequest("i", "r"), message.ResultRequest);
        Assert.Equal("messagepack", Assert.Single(message.Payloads).ProtocolName);
    }

    [Fact]
    public void Read_MoreItemsThanKnown_IgnoresThem() =>
        Assert.Single(Envelope.Read(Convert.FromHexString("96" + Stock[2..] + "a169a172c38101c0")).Payloads);

    [Fact]
    public void Write_HubMessage_HasTheseBytes()
    {
        string origin = Convert.ToHexStringLower(Server.Origin);
        Assert.Equal(
            "92" + "91a26331" + "82" + "a6627269646765" + "c414" + "92" + "01" + "c410" + origin + "a46a736f6e" + "c4037b7d1e",
            Write(Message(null)));
    }

    [Fact]
    public void Write_Event_HasTheseBytes()
    {
        string origin = Convert.ToHexStringLower(Server.Origin);
        Assert.Equal(
            "92" + "91a26331" + "82" + "a6627269646765" + "c419" + "94" + "01" + "c410" + origin + "01" + "a3616e6e" + "a46a736f6e" + "c4037b7d1e",
            Write(Message(new BackplaneEvent(IsText: true, "ann"))));
    }

    [Fact]
    public void Write_CachedEvent_HasItsNumber()
    {
        BackplaneEvent cached = new(false, null) { Version = 1_767_000_000_000_001 };
        string bytes = Write(Message(cached));
        Assert.Contains("95" + "01" + "c410", bytes, StringComparison.Ordinal);
        Assert.Contains("00" + "c0" + "d3" + $"{cached.Version:x16}", bytes, StringComparison.Ordinal);
        Assert.Equal(cached, Envelope.Read(Convert.FromHexString(bytes)).Event);
    }

    [Fact]
    public void Read_OwnMessage_IsKnownAndOthersAreNot()
    {
        byte[] bytes = Convert.FromHexString(Write(Message(new BackplaneEvent(false, null))));
        Assert.True(Envelope.IsOwn(bytes, Server));
        Assert.False(Envelope.IsOwn(bytes, ServerName.New()));
        Assert.Equal(new BackplaneEvent(false, null), Envelope.Read(bytes).Event);
    }

    [Fact]
    public void Read_MetadataOfALaterVersion_IsIgnored()
    {
        byte[] bytes = Convert.FromHexString("92" + "90" + "82" + "a6627269646765" + "c403" + "9202c3" + "a46a736f6e" + "c4037b7d1e");
        Assert.False(Envelope.IsOwn(bytes, Server));
        Assert.Null(Envelope.Read(bytes).Event);
        Assert.Single(Envelope.Read(bytes).Payloads);
    }

    [Fact]
    public void GroupCommand_Always_HasTheseBytes()
    {
        // 7, "s", 1 (add), "g", "c"; 300, "s", 2 (remove), "g", "c"
        var add = new GroupCommand(7, "s", new BackplaneGroupCommand("c", "g", IsAdd: true));
        var remove = new GroupCommand(300, "s", new BackplaneGroupCommand("c", "g", IsAdd: false));
        Assert.Equal("9507a17301a167a163", Write(add));
        Assert.Equal("95cd012ca17302a167a163", Write(remove));
        Assert.Equal(add, GroupCommand.Read(Convert.FromHexString("9507a17301a167a163")));
        Assert.Equal(remove, GroupCommand.Read(Convert.FromHexString("96cd012ca17302a167a163c0")));
    }

    [Fact]
    public void Acknowledgement_Always_HasTheseBytes()
    {
        Assert.Equal("9107", Write(new Acknowledgement(7)));
        Assert.Equal(70_000, Acknowledgement.Read(Convert.FromHexString("92ce00011170c0")).Id);
    }

    [Fact]
    public void Completion_Always_HasTheseBytes()
    {
        Assert.Equal("92a46a736f6ec4020102", Write(new Completion(new SerializedMessage("json", new byte[] { 1, 2 }))));
        SerializedMessage read = Completion.Read(Convert.FromHexString("92a46a736f6ec4020102")).Message;
        Assert.Equal(("json", "0102"), (read.ProtocolName, Convert.ToHexStringLower(read.Serialized.Span)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("c0")]
    [InlineData("90")]
    [InlineData("91a0")]
    [InlineData("9290c0")]
    [InlineData("92c080")]
    [InlineData("9290810000")]
    [InlineData("929081a46a736f6ea3616263")]
    [InlineData("949080a169")]
    [InlineData("7b2274797065223a317d")]
    public void Read_NotAnInvocation_Throws(string hex) =>
        Assert.Throws<WireFormatException>(() => Envelope.Read(Convert.FromHexString(hex)));

    [Theory]
    [InlineData("95c0a17301a167a163")]
    [InlineData("9507a17303a167a163")]
    [InlineData("9407a17301a167")]
    [InlineData("95cf7fffffffffffffffa17301a167a163")]
    public void ReadGroupCommand_NotOne_Throws(string hex) =>
        Assert.Throws<WireFormatException>(() => GroupCommand.Read(Convert.FromHexString(hex)));

    [Fact]
    public void Read_WholeMessagesCutAtEveryPosition_Throw()
    {
        byte[] bytes = Convert.FromHexString(Write(Message(new BackplaneEvent(true, "ann"))));
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<WireFormatException>(() => Envelope.Read(bytes.AsMemory(0, length)));
        }
    }

    [Fact]
    public void Read_AnyBytes_ThrowsNothingElse() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            foreach (byte[] input in new byte[][] { bytes, [0x92, 0x90, 0x81, .. bytes], [.. Convert.FromHexString(Stock), .. bytes], [0x95, .. bytes] })
            {
                foreach (Action read in new Action[]
                {
                    () => Envelope.Read(input), () => Envelope.IsOwn(input, Server), () => GroupCommand.Read(input),
                    () => Acknowledgement.Read(input), () => Completion.Read(input),
                })
                {
                    try
                    {
                        read();
                    }
                    catch (WireFormatException)
                    {
                        // What it throws for what is not the format.
                    }
                }
            }
        }).QuickCheckThrowOnFailure();

    private static BackplaneMessage Message(BackplaneEvent? details) => new()
    {
        Payloads = [new SerializedMessage("json", "{}\u001e"u8.ToArray())],
        ExcludedConnectionIds = ["c1"],
        Event = details,
    };

    private static string Write(BackplaneMessage message) => Write(new Envelope(message, Server));

    private static string Write<T>(T payload)
        where T : IRespPayload
    {
        byte[] bytes = new byte[payload.Length];
        payload.Write(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
