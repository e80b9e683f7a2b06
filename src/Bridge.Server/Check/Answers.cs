// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;

namespace Bridge.Server.Check;

/// <summary>What probes do with answers.</summary>
internal static class Answers
{
    private const int MostShown = 120;
    private const int MostRead = 65_536;

    /// <summary>Reads the beginning of an answer that has the status it should have.</summary>
    /// <exception cref="CheckFailedException">It has another one.</exception>
    public static async Task<string> ReadAsync(this HttpResponseMessage response, HttpStatusCode expected, CancellationToken cancellationToken)
    {
        await using Stream body = await response.Content.ReadAsStreamAsync(cancellationToken);
        byte[] buffer = new byte[MostRead];
        int read = await body.ReadAtLeastAsync(buffer, MostRead, throwOnEndOfStream: false, cancellationToken);
        string text = System.Text.Encoding.UTF8.GetString(buffer, 0, read);
        return response.StatusCode == expected ? text : throw Unexpected(response, text);
    }

    /// <summary>The failure that an answer stands for.</summary>
    public static CheckFailedException Unexpected(HttpResponseMessage response, string? body = null)
    {
        string location = response.Headers.Location is { } to ? $" to {Shown(to.ToString())}" : "";
        string text = string.IsNullOrWhiteSpace(body) || body.TrimStart().StartsWith('<') ? "" : $": {Shown(body)}";
        return new CheckFailedException($"answered {(int)response.StatusCode} {response.ReasonPhrase}{location}{text}", Advice.For(response.StatusCode));
    }

    /// <summary>A text of others as one short line; a terminal must not take it for commands.</summary>
    public static string Shown(string text)
    {
        string line = string.Concat(text.Trim().Take(MostShown).Select(character => char.IsControl(character) ? ' ' : character));
        return text.Trim().Length > MostShown ? line + "..." : line;
    }
}
