// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using System.Text;

namespace Bridge.Server.Check.Probes;

/// <summary>An answer that is read while it comes.</summary>
internal sealed class StreamedAnswer : IAsyncDisposable
{
    private const int MostRead = 256 * 1024;

    private readonly HttpResponseMessage _response;
    private readonly Stream _body;
    private readonly byte[] _buffer = new byte[16 * 1024];
    private readonly StringBuilder _text = new();

    private StreamedAnswer(HttpResponseMessage response, Stream body)
    {
        _response = response;
        _body = body;
    }

    /// <summary>Whether something on the way compresses it.</summary>
    public bool IsCompressed { get; private init; }

    /// <summary>Sends a request as a browser does, and waits for the answer's beginning.</summary>
    /// <exception cref="CheckFailedException">It is refused, or its beginning is held back.</exception>
    public static async Task<StreamedAnswer> OpenAsync(CheckTarget target, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip, deflate, br");
        try
        {
            HttpResponseMessage response = await target.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                using (response)
                {
                    await response.ReadAsync(HttpStatusCode.OK, cancellationToken);
                }
            }

            // Stock SignalR says "identity" so that nobody compresses.
            bool isCompressed = response.Content.Headers.ContentEncoding.Any(coding => !coding.Equals("identity", StringComparison.OrdinalIgnoreCase));
            Stream body = await response.Content.ReadAsStreamAsync(cancellationToken);
            return new StreamedAnswer(response, Decoded(response, body)) { IsCompressed = isCompressed };
        }
        catch (OperationCanceledException)
        {
            throw new CheckFailedException($"held back: nothing of the answer came within {target.Patience.TotalSeconds:0.#} seconds", Advice.Buffering);
        }
    }

    /// <summary>Reads on until the answer holds something.</summary>
    /// <exception cref="CheckFailedException">It ends before, or does not come in time.</exception>
    public async Task ReadUntilAsync(Func<string, bool> holds, CancellationToken cancellationToken)
    {
        while (!holds(_text.ToString()))
        {
            int read;
            try
            {
                read = await _body.ReadAsync(_buffer, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                throw new CheckFailedException($"held back after {_text.Length} characters", Advice.Buffering);
            }

            if (read == 0 || _text.Length > MostRead)
            {
                throw new CheckFailedException($"another answer than the server's: {Answers.Shown(_text.ToString())}", Advice.Path);
            }

            _text.Append(Encoding.UTF8.GetString(_buffer, 0, read));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _body.DisposeAsync();
        _response.Dispose();
    }

    private static Stream Decoded(HttpResponseMessage response, Stream body) => response.Content.Headers.ContentEncoding.LastOrDefault() switch
    {
        "gzip" => new System.IO.Compression.GZipStream(body, System.IO.Compression.CompressionMode.Decompress),
        "deflate" => new System.IO.Compression.ZLibStream(body, System.IO.Compression.CompressionMode.Decompress),
        "br" => new System.IO.Compression.BrotliStream(body, System.IO.Compression.CompressionMode.Decompress),
        _ => body,
    };
}
