// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using Bridge.Pusher.Webhooks;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bridge.Pusher.Tests.Webhooks;

public sealed class FileWebhookDeadLettersTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-dead-letters-").FullName;

    private string FilePath => Path.Combine(_folder, "dead.jsonl");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Write_Letters_AreLinesThatCanBeRead()
    {
        IWebhookDeadLetters letters = Letters(maxBytes: 1_000_000);

        await letters.WriteAsync([Letter(1), Letter(2)], CancellationToken.None);
        await letters.WriteAsync([Letter(3)], CancellationToken.None);

        string[] lines = await File.ReadAllLinesAsync(FilePath);
        Assert.Equal(
            """{"time":"2026-01-01T00:00:00+00:00","app":"1","webhook":"0123456789abcdef","origin":"https://a.example","reason":"status 500","attempts":1,"body":{"time_ms":1,"events":[]}}""",
            lines[0]);
        Assert.Equal([1, 2, 3], lines.Select(line =>
        {
            Assert.True(WebhookDeadLetterLine.TryRead(line, out WebhookDeadLetter? letter), line);
            Assert.Equal("""{"time_ms":1,"events":[]}""", RecordingDeadLetters.BodyOf(letter));
            return letter.Attempts;
        }));
    }

    [Fact]
    public async Task Write_FileIsMovedAway_GoesOnInANewOne()
    {
        IWebhookDeadLetters letters = Letters(maxBytes: 1_000_000);
        await letters.WriteAsync([Letter(1)], CancellationToken.None);

        File.Move(FilePath, FilePath + ".taken");
        await letters.WriteAsync([Letter(2)], CancellationToken.None);

        Assert.Single(await File.ReadAllLinesAsync(FilePath));
        Assert.Single(await File.ReadAllLinesAsync(FilePath + ".taken"));
    }

    [Fact]
    public async Task Write_MoreThanMayBeKept_KeepsTheNewestOnly()
    {
        const int maxBytes = 10_000;
        IWebhookDeadLetters letters = Letters(maxBytes);

        for (int i = 0; i < 200; i++)
        {
            await letters.WriteAsync([Letter(i)], CancellationToken.None);
        }

        string[] kept = [.. await File.ReadAllLinesAsync(FilePath + ".1"), .. await File.ReadAllLinesAsync(FilePath)];
        Assert.InRange(Directory.GetFiles(_folder).Sum(file => new FileInfo(file).Length), maxBytes / 2, maxBytes);
        Assert.Equal(Enumerable.Range(200 - kept.Length, kept.Length), kept.Select(line =>
            WebhookDeadLetterLine.TryRead(line, out WebhookDeadLetter? letter) ? letter.Attempts : -1));
    }

    [Fact]
    public async Task Write_OnUnix_TheFileIsTheServersAlone()
    {
        await Letters(maxBytes: 1_000_000).WriteAsync([Letter(1)], CancellationToken.None);

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("{}")]
    [InlineData("""{"time":"yesterday","app":"1","webhook":"","origin":"","reason":"","attempts":1,"body":{}}""")]
    [InlineData("""{"time":"2026-01-01T00:00:00Z","app":1,"webhook":"","origin":"","reason":"","attempts":1,"body":{}}""")]
    [InlineData("""{"time":"2026-01-01T00:00:00Z","app":"1","webhook":"","origin":"","reason":"","attempts":1,"body":"text"}""")]
    [InlineData("""{"time":"2026-01-01T00:00:00Z","app":"\ud800","webhook":"","origin":"","reason":"","attempts":1,"body":{}}""")]
    public void TryRead_SomethingElse_IsNoLetter(string line) => Assert.False(WebhookDeadLetterLine.TryRead(line, out _));

    private FileWebhookDeadLetters Letters(long maxBytes) => new(FilePath, maxBytes, NullLogger<FileWebhookDeadLetters>.Instance);

    private static WebhookDeadLetter Letter(int number) => new()
    {
        AppId = "1",
        Webhook = "0123456789abcdef",
        Origin = "https://a.example",
        Time = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
        Reason = "status 500",
        Attempts = number,
        Body = Encoding.UTF8.GetBytes("""{"time_ms":1,"events":[]}"""),
    };
}
