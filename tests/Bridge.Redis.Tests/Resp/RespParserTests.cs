// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Text;
using Bridge.Redis.Resp;
using FsCheck;
using FsCheck.Fluent;

namespace Bridge.Redis.Tests.Resp;

public sealed class RespParserTests
{
    /// <summary>Bytes of Redis 7.0.15 as it sent them: a greeting, a confirmation, a message, errors, and every kind of value.</summary>
    private const string Recorded =
        "%7\r\n$6\r\nserver\r\n$5\r\nredis\r\n$7\r\nversion\r\n$6\r\n7.0.15\r\n$5\r\nproto\r\n:3\r\n$2\r\nid\r\n:4\r\n$4\r\nmode\r\n$10\r\nstandalone\r\n$4\r\nrole\r\n$6\r\nmaster\r\n$7\r\nmodules\r\n*0\r\n"
        + ">3\r\n$9\r\nsubscribe\r\n$4\r\nroom\r\n:1\r\n"
        + ">3\r\n$7\r\nmessage\r\n$4\r\nroom\r\n$7\r\n\r\n$-1\r\n\r\n"
        + "+OK\r\n-NOSCRIPT No matching script. Please use EVAL.\r\n:-42\r\n$0\r\n\r\n$-1\r\n*-1\r\n_\r\n#t\r\n#f\r\n,3.25\r\n"
        + "(12345678901234567890\r\n=7\r\ntxt:abc\r\n!5\r\nERR x\r\n~2\r\n:1\r\n:2\r\n|1\r\n+ttl\r\n:1\r\n*2\r\n:1\r\n*1\r\n+a\r\n";

    [Fact]
    public void TryRead_RecordedBytes_AreTheValues() => Assert.Equal(
        """
        [server,redis,version,7.0.15,proto,3,id,4,mode,standalone,role,master,modules,[]]
        >[subscribe,room,1]
        >[message,room,<0D><0A>$-1<0D><0A>]
        OK
        -NOSCRIPT No matching script. Please use EVAL.
        -42

        null
        null
        null
        1
        0
        3.25
        12345678901234567890
        abc
        -ERR x
        [1,2]
        [1,[a]]
        """.ReplaceLineEndings("\n"),
        string.Join('\n', ReadAll(Whole(Bytes(Recorded)))));

    [Fact]
    public void TryRead_RecordedBytesSplitAtEveryPosition_AreTheSameValues()
    {
        byte[] bytes = Bytes(Recorded);
        string[] expected = ReadAll(Whole(bytes));
        for (int position = 0; position <= bytes.Length; position++)
        {
            Assert.Equal(expected, ReadAll(Split(bytes, position)));
        }
    }

    [Fact]
    public void TryRead_RecordedBytesCutAtEveryPosition_WaitsForMore()
    {
        byte[] bytes = Bytes(Recorded);
        int whole = ReadAll(Whole(bytes)).Length;
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.True(ReadAll(Whole(bytes[..length])).Length < whole);
        }
    }

    [Theory]
    [InlineData("?\r\n")]
    [InlineData("\r\n")]
    [InlineData(":abc\r\n")]
    [InlineData(":\r\n")]
    [InlineData("$-2\r\n")]
    [InlineData("$1x\r\n")]
    [InlineData("$3\r\nabcde")]
    [InlineData("$99999999999\r\n")]
    [InlineData("$?\r\n")]
    [InlineData("*2000000\r\n")]
    [InlineData("%1000000\r\n")]
    [InlineData("*99999999999999999999\r\n")]
    public void TryRead_NotTheProtocol_Throws(string input) =>
        Assert.Throws<RespProtocolException>(() => ReadAll(Whole(Bytes(input))));

    [Fact]
    public void TryRead_OverALimit_Throws()
    {
        var limits = new RespLimits { LineBytes = 10, BulkBytes = 10, Items = 4, Depth = 2 };
        foreach (string input in new[] { "+12345678901234", "$11\r\n", "*5\r\n", "*2\r\n*3\r\n:1\r\n:1\r\n:1\r\n:1\r\n", "*1\r\n*1\r\n*1\r\n:1\r\n" })
        {
            Assert.Throws<RespProtocolException>(() => ReadAll(Whole(Bytes(input)), limits));
        }
    }

    [Fact]
    public void TryRead_HugeCountWithoutItems_AllocatesNothingForIt()
    {
        byte[] bytes = Bytes("*1000000\r\n");
        ReadAll(Whole(bytes));
        long before = GC.GetAllocatedBytesForCurrentThread();
        ReadAll(Whole(bytes));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
    }

    [Fact]
    public void TryRead_AnyBytes_IsAValueOrWaitsOrThrowsItsOwnException() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            try
            {
                ReadAll(Whole([.. "*2\r\n$"u8, .. bytes]));
                ReadAll(Whole(bytes));
            }
            catch (RespProtocolException)
            {
                // What it throws for what is not the protocol.
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void TryRead_WrittenCommand_IsItsArguments() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>[]>(), arguments =>
        {
            string[] texts = [.. arguments.Select(argument => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(argument.Get)))];
            var reader = new SequenceReader<byte>(Whole(RespCommand.Of(texts).ToArray()));
            Assert.True(RespParser.TryRead(ref reader, RespLimits.Default, out RespValue value));
            Assert.True(reader.End);
            Assert.Equal(texts, value.Items.Select(item => item.ToString()));
        }).QuickCheckThrowOnFailure();

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    private static ReadOnlySequence<byte> Whole(byte[] bytes) => new(bytes);

    private static ReadOnlySequence<byte> Split(byte[] bytes, int position) => Segments.Of(bytes[..position], bytes[position..]);

    private static string[] ReadAll(ReadOnlySequence<byte> input, RespLimits? limits = null)
    {
        var reader = new SequenceReader<byte>(input);
        List<string> values = [];
        while (!reader.End && RespParser.TryRead(ref reader, limits ?? RespLimits.Default, out RespValue value))
        {
            values.Add(Show(value));
        }

        return [.. values];
    }

    private static string Show(RespValue value) => value.Kind switch
    {
        RespKind.Null => "null",
        RespKind.Error => "-" + value,
        RespKind.Array => $"[{string.Join(',', value.Items.Select(Show))}]",
        RespKind.Push => $">[{string.Join(',', value.Items.Select(Show))}]",
        _ => value.ToString().Replace("\r", "<0D>", StringComparison.Ordinal).Replace("\n", "<0A>", StringComparison.Ordinal),
    };
}
