// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using Microsoft.Extensions.Logging;

namespace Bridge.Pusher.Webhooks;

/// <summary>
/// Appends dead letters to a file. The file is opened for each write, so it may be moved away at any time. At half of the
/// bytes that may be kept it becomes the older file, in the place of the one before.
/// </summary>
internal sealed partial class FileWebhookDeadLetters(string file, long maxBytes, ILogger<FileWebhookDeadLetters> logger) : IWebhookDeadLetters
{
    private const string OlderSuffix = ".1";

    public async ValueTask WriteAsync(IReadOnlyList<WebhookDeadLetter> letters, CancellationToken cancellationToken)
    {
        var lines = new ArrayBufferWriter<byte>(1024);
        foreach (WebhookDeadLetter letter in letters)
        {
            WebhookDeadLetterLine.Write(lines, letter);
        }

        MakeRoom(lines.WrittenCount);
        await using FileStream output = Open();
        await output.WriteAsync(lines.WrittenMemory, cancellationToken);
    }

    private void MakeRoom(int bytes)
    {
        var present = new FileInfo(file);
        if (present.Exists && present.Length > 0 && present.Length + bytes > maxBytes / 2)
        {
            string older = file + OlderSuffix;
            if (File.Exists(older))
            {
                LogOldestDeleted(older);
            }

            File.Move(file, older, overwrite: true);
        }
    }

    private FileStream Open()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.Append,
            Access = FileAccess.Write,
            Share = FileShare.Read | FileShare.Delete,
            Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
        {
            // What users sent is in it.
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(file, options);
    }

    [LoggerMessage(3311, LogLevel.Warning, "The dead letters of webhooks have filled their files: {File} was deleted.", EventName = "OldestDeadLettersDeleted")]
    private partial void LogOldestDeleted(string file);
}
