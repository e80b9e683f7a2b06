// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;

namespace Bridge.Pusher.Tests.Protocol;

/// <summary>Text and bytes of every awkward kind, the same for the same seed.</summary>
internal sealed class RandomInput(int seed)
{
    private static readonly string[] Pieces =
    [
        "\"", "\\", "\\\"", "\\u0041", "\\ud83d", "/", "<script>", "\0", "\u001f", "\r\n", "\t", "\u007f", "\u0085",
        "\u2028", "\u2029", "\ufeff", "\ufffd", "\uffff", "é", "ß", "漢字", "😀", "👩‍👩‍👧", "\ud800", "\udc00", "\udfff\ud800",
        "{", "}", "[", "]", ":", ",", "null", "1e999", "client-x", "presence-", "e\u0301", " ", "'", "&", "+",
    ];

    private readonly Random _random = new(seed);

    public string Text(int maxPieces = 30)
    {
        var text = new StringBuilder();
        for (int left = _random.Next(maxPieces + 1); left > 0; left--)
        {
            switch (_random.Next(4))
            {
                case 0:
                    text.Append((char)_random.Next(char.MaxValue + 1));
                    break;
                case 1:
                    text.Append((char)_random.Next(' ', '\u007f'), _random.Next(1, 400));
                    break;
                default:
                    text.Append(Pieces[_random.Next(Pieces.Length)]);
                    break;
            }
        }

        return text.ToString();
    }

    public byte[] Bytes(int maxLength)
    {
        byte[] bytes = new byte[_random.Next(maxLength + 1)];
        _random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>The frame with a few bytes changed, removed, doubled or swapped for JSON punctuation.</summary>
    public byte[] Mutate(byte[] frame)
    {
        var bytes = new List<byte>(frame);
        for (int left = _random.Next(1, 6); left > 0 && bytes.Count > 0; left--)
        {
            int at = _random.Next(bytes.Count);
            switch (_random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)_random.Next(256);
                    break;
                case 1:
                    bytes.RemoveAt(at);
                    break;
                case 2:
                    bytes.Insert(at, bytes[at]);
                    break;
                case 3:
                    bytes[at] = "\"\\{}[]:,0-eEntf u"u8[_random.Next(17)];
                    break;
                default:
                    int length = _random.Next(Math.Min(20, bytes.Count - at));
                    bytes.InsertRange(_random.Next(bytes.Count), bytes.GetRange(at, length));
                    break;
            }
        }

        return [.. bytes];
    }

    public T Pick<T>(IReadOnlyList<T> of) => of[_random.Next(of.Count)];
}
