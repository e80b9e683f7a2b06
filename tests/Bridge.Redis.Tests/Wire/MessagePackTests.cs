// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace Bridge.Redis.Tests.Wire;

/// <summary>The codec against bytes that were written by hand from the MessagePack specification.</summary>
public sealed class MessagePackTests
{
    [Theory]
    [InlineData("00", 0)]
    [InlineData("7f", 127)]
    [InlineData("ff", -1)]
    [InlineData("e0", -32)]
    [InlineData("cc80", 128)]
    [InlineData("ccff", 255)]
    [InlineData("cd0100", 256)]
    [InlineData("ce00010000", 65_536)]
    [InlineData("ceffffffff", 4_294_967_295)]
    [InlineData("cf0000000100000000", 4_294_967_296)]
    [InlineData("d0df", -33)]
    [InlineData("d1ff7f", -129)]
    [InlineData("d2ffff7fff", -32_769)]
    [InlineData("d3ffffffff7fffffff", -2_147_483_649)]
    public void ReadInteger_EveryWidth_IsTheNumber(string hex, long expected) =>
        Assert.Equal(expected, new MessagePackReader(Convert.FromHexString(hex)).ReadInteger());

    [Theory]
    [InlineData(0, "a0")]
    [InlineData(31, "bf")]
    [InlineData(32, "d920")]
    [InlineData(255, "d9ff")]
    [InlineData(256, "da0100")]
    [InlineData(65_536, "db00010000")]
    public void WriteString_EveryLength_HasTheShortestHeader(int length, string header)
    {
        string text = new('x', length);
        byte[] bytes = new byte[MessagePackWriter.LengthOfString(text)];
        new MessagePackWriter(bytes).WriteString(text);
        Assert.Equal(header, Convert.ToHexStringLower(bytes.AsSpan(0, bytes.Length - length)));
        Assert.Equal(text, new MessagePackReader(bytes).ReadString());
    }

    [Theory]
    [InlineData(0, "c400")]
    [InlineData(255, "c4ff")]
    [InlineData(256, "c50100")]
    [InlineData(65_536, "c600010000")]
    public void WriteBinary_EveryLength_HasTheShortestHeader(int length, string header)
    {
        byte[] bytes = new byte[MessagePackWriter.LengthOfBinary(length)];
        new MessagePackWriter(bytes).WriteBinary(new byte[length]);
        Assert.Equal(header, Convert.ToHexStringLower(bytes.AsSpan(0, bytes.Length - length)));
        Assert.Equal((bytes.Length - length)..bytes.Length, new MessagePackReader(bytes).ReadBinary());
    }

    [Theory]
    [InlineData(0, "90")]
    [InlineData(15, "9f")]
    [InlineData(16, "dc0010")]
    [InlineData(65_536, "dd00010000")]
    public void WriteArrayHeader_EveryLength_IsTheShortest(int count, string hex)
    {
        byte[] bytes = new byte[MessagePackWriter.LengthOfArrayHeader(count)];
        new MessagePackWriter(bytes).WriteArrayHeader(count);
        Assert.Equal(hex, Convert.ToHexStringLower(bytes));
        Assert.Equal(count, new MessagePackReader([.. bytes, .. new byte[count]]).ReadArrayHeader());
    }

    [Fact]
    public void WriteInteger_AnyNumber_IsReadBack() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), number =>
        {
            foreach (int value in new[] { number, number * 1_000_003, number % 40, int.MaxValue - number, int.MinValue + Math.Abs(number % 99) })
            {
                byte[] bytes = new byte[MessagePackWriter.LengthOfInteger(value)];
                new MessagePackWriter(bytes).WriteInteger(value);
                var reader = new MessagePackReader(bytes);
                Assert.Equal(value, reader.ReadInteger());
                Assert.Equal(bytes.Length, reader.Position);
            }
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("93c0c2c3")]
    [InlineData("ca00000000")]
    [InlineData("cb0000000000000000")]
    [InlineData("82a1619100a162c403000102")]
    [InlineData("d60011223344")]
    [InlineData("c70301aabbcc")]
    [InlineData("c8000301aabbcc")]
    [InlineData("c90000000301aabbcc")]
    [InlineData("dc0002a0a0")]
    [InlineData("de0001a0a0")]
    [InlineData("df00000001a0a0")]
    [InlineData("d801000102030405060708090a0b0c0d0e0f")]
    public void Skip_EveryKind_EndsBehindIt(string hex)
    {
        byte[] bytes = Convert.FromHexString(hex);
        var reader = new MessagePackReader([.. bytes, 0x05]);
        reader.Skip(1);
        Assert.Equal(bytes.Length, reader.Position);
        Assert.Equal(5, reader.ReadInteger());
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<WireFormatException>(() => new MessagePackReader(bytes.AsSpan(0, length)).Skip(1));
        }
    }

    [Theory]
    [InlineData("c1")]
    [InlineData("ddffffffff")]
    [InlineData("dd7fffffff")]
    [InlineData("dfffffffff")]
    [InlineData("dbffffffff")]
    [InlineData("c6ffffffff")]
    public void Skip_Lies_Throws(string hex) =>
        Assert.Throws<WireFormatException>(() => new MessagePackReader(Convert.FromHexString(hex)).Skip(1));

    [Fact]
    public void Skip_NestedWithoutEnd_Throws() =>
        Assert.Throws<WireFormatException>(() => new MessagePackReader(Enumerable.Repeat((byte)0x91, 100_000).ToArray()).Skip(1));

    [Fact]
    public void ReadString_NotUtf8_Throws() =>
        Assert.Throws<WireFormatException>(() => new MessagePackReader([0xa2, 0xc3, 0x28]).ReadString());
}
