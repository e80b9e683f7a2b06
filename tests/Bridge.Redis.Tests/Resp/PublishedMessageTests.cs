// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Text;
using Bridge.Redis.Resp;

namespace Bridge.Redis.Tests.Resp;

public sealed class PublishedMessageTests
{
    private static readonly byte[] Message = Encoding.UTF8.GetBytes(">3\r\n$7\r\nmessage\r\n$4\r\nroom\r\n$5\r\nh\r\nlo\r\n:1\r\n");

    [Theory]
    [InlineData('>')]
    [InlineData('*')]
    public void TryRead_SplitAtEveryPosition_IsTheMessage(char version)
    {
        byte[] bytes = [(byte)version, .. Message[1..]];
        for (int position = 0; position <= bytes.Length; position++)
        {
            var reader = new SequenceReader<byte>(Segments.Of(bytes[..position], bytes[position..]));
            Assert.True(PublishedMessage.IsNext(ref reader));
            Assert.True(PublishedMessage.TryRead(ref reader, RespLimits.Default, out PublishedMessage message));
            Assert.Equal("room"u8.ToArray(), message.Channel.ToArray());
            Assert.Equal("h\r\nlo"u8.ToArray(), message.Payload.ToArray());
            Assert.Equal(4, reader.Remaining);
        }
    }

    [Fact]
    public void TryRead_CutAtEveryPosition_WaitsForMore()
    {
        for (int length = 0; length < Message.Length - 4; length++)
        {
            var reader = new SequenceReader<byte>(new ReadOnlySequence<byte>(Message[..length]));
            Assert.False(PublishedMessage.IsNext(ref reader) && PublishedMessage.TryRead(ref reader, RespLimits.Default, out _));
        }
    }

    [Theory]
    [InlineData(">3\r\n$7\r\nmessage\r\n$4\r\nroom\r\n:5\r\n")]
    [InlineData(">3\r\n$7\r\nmessage\r\n$-1\r\n$1\r\nx\r\n")]
    [InlineData(">3\r\n$7\r\nmessage\r\n$4\r\nroomXX$1\r\nx\r\n")]
    [InlineData(">3\r\n$7\r\nmessage\r\n$999999999\r\n")]
    public void TryRead_NotAMessage_Throws(string input) => Assert.Throws<RespProtocolException>(() =>
    {
        var reader = new SequenceReader<byte>(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(input)));
        PublishedMessage.TryRead(ref reader, RespLimits.Default, out _);
    });

    [Fact]
    public void IsNext_OtherValues_AreLeftToTheParser()
    {
        foreach (string input in new[] { ">3\r\n$9\r\nsubscribe\r\n", "+PONG\r\n", "*2\r\n$4\r\npong\r\n$0\r\n\r\n" })
        {
            var reader = new SequenceReader<byte>(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(input)));
            Assert.False(PublishedMessage.IsNext(ref reader));
            Assert.Equal(0, reader.Consumed);
        }
    }
}
