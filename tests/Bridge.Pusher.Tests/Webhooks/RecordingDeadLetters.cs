// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using System.Threading.Channels;
using Bridge.Pusher.Tests.Clients;
using Bridge.Pusher.Webhooks;

namespace Bridge.Pusher.Tests.Webhooks;

/// <summary>Keeps dead letters for the test, or fails to.</summary>
internal sealed class RecordingDeadLetters : IWebhookDeadLetters
{
    private readonly Channel<WebhookDeadLetter> _letters = Channel.CreateUnbounded<WebhookDeadLetter>();

    public bool Fails { get; set; }

    public ValueTask WriteAsync(IReadOnlyList<WebhookDeadLetter> letters, CancellationToken cancellationToken)
    {
        if (Fails)
        {
            throw new IOException("The disk is full.");
        }

        foreach (WebhookDeadLetter letter in letters)
        {
            _letters.Writer.TryWrite(letter);
        }

        return ValueTask.CompletedTask;
    }

    public Task<WebhookDeadLetter> NextAsync() => _letters.Reader.ReadAsync().AsTask().Await("the next dead letter");

    public void AssertNoMore() => Assert.False(_letters.Reader.TryRead(out WebhookDeadLetter? more), $"Did not expect {more}");

    public static string BodyOf(WebhookDeadLetter letter) => Encoding.UTF8.GetString(letter.Body.Span);
}
