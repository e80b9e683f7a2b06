// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using Bridge.LoadTest.Requests;

namespace Bridge.LoadTest.Tests.Requests;

public sealed class AnswerReaderTests
{
    private const string Good = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";

    [Fact]
    public void Read_AnswersInAnyPieces_CountsEachWhenItEnds()
    {
        byte[] bytes = Encoding.ASCII.GetBytes(Good + Good + "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        for (var size = 1; size <= bytes.Length; size++)
        {
            var reader = new AnswerReader();
            Assert.Equal(3, bytes.Chunk(size).Sum(chunk => reader.Read(chunk)));
        }
    }

    [Theory]
    [InlineData("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")]
    public void Read_AnotherAnswerThanExpected_Fails(string answer) =>
        Assert.Throws<LoadTestException>(() => new AnswerReader().Read(Encoding.ASCII.GetBytes(answer)));
}
