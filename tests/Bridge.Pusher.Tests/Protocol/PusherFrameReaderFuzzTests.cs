// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using System.Text.Json;
using Bridge.Pusher.Protocol;

namespace Bridge.Pusher.Tests.Protocol;

/// <summary>Bytes of any kind end in a frame or in none, never in an exception or a hang.</summary>
public sealed class PusherFrameReaderFuzzTests
{
    private const int Cases = 5_000;

    private static readonly byte[][] Frames =
    [
        .. new[]
        {
            """{"event":"pusher:ping","data":{}}""",
            """{"event":"pusher:subscribe","data":{"channel":"presence-é","auth":"k:0a","channel_data":"{\"user_id\":\"1\"}"}}""",
            """{"event":"pusher:subscribe","data":"{\"channel\":\"private-\\u00e9\",\"auth\":\"k:0a\",\"channel_data\":null}"}""",
            """{"event":"pusher:unsubscribe","data":{"channel":"a"}}""",
            """{"event":"pusher:signin","data":{"auth":"k:0a","user_data":"{\"id\":\"u1\",\"watchlist\":[\"u2\"]}"}}""",
            """{"event":"client-\ud83d\ude00","channel":"private-😀","data":{"a":[1,-2.5e3,true,null,"\u0000"]}}""",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    private static readonly string[] Values =
    [
        "null", "true", "0", "-1e400", "\"\"", "\"text\"", "\"\\ud800\"", "\"{\"", "\"{}\"", "\"null\"", "\"[]\"",
        "\"{\\\"channel\\\":1}\"", "\"{\\\"channel\\\":\\\"a\\\"}x\"", "\"{\\\"channel\\\":\\\"\\\\ud800\\\"}\"",
        "[]", "[[\"channel\"]]", "{}", "{\"\":{}}", "{\"channel\":{\"channel\":\"a\"}}", "{\"auth\":[],\"user_data\":{}}", "{\"\\ud800hannel\":1}",
    ];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 8)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public Task TryRead_RandomBytes_NeverThrows(int seed) =>
        ForEachCase(seed, input => input.Bytes(200));

    [Theory]
    [MemberData(nameof(Seeds))]
    public Task TryRead_RandomText_NeverThrows(int seed) =>
        ForEachCase(seed, input => Encoding.UTF8.GetBytes(input.Text()));

    [Theory]
    [MemberData(nameof(Seeds))]
    public Task TryRead_MutatedFrames_NeverThrows(int seed) =>
        ForEachCase(seed, input => input.Mutate(input.Pick(Frames)));

    [Theory]
    [MemberData(nameof(Seeds))]
    public Task TryRead_ValuesOfWrongTypesEverywhere_NeverThrows(int seed) =>
        ForEachCase(seed, input => Encoding.UTF8.GetBytes(
            $$"""
            {"event":{{input.Pick(Values)}},"channel":{{input.Pick(Values)}},"event":"x","data":{{input.Pick(Values)}},"data":
            {"channel":{{input.Pick(Values)}},"auth":{{input.Pick(Values)}},"user_data":{{input.Pick(Values)}},"channel_data":{{input.Pick(Values)}} } }
            """));

    [Fact]
    public void TryRead_EveryTruncation_IsMalformed()
    {
        foreach (byte[] frame in Frames)
        {
            for (int length = 0; length < frame.Length; length++)
            {
                Assert.False(
                    PusherFrameReader.TryRead(frame.AsSpan(0, length), out _),
                    $"{length} bytes of {Encoding.UTF8.GetString(frame)} were taken for a frame.");
            }

            Assert.True(PusherFrameReader.TryRead(frame, out _));
        }
    }

    private static Task ForEachCase(int seed, Func<RandomInput, byte[]> next) => Task.Run(() =>
    {
        var input = new RandomInput(seed);
        for (int i = 0; i < Cases; i++)
        {
            byte[] message = next(input);
            try
            {
                Check(message);
            }
            catch (Exception failure)
            {
                Assert.Fail($"Seed {seed}, case {i}, message {Convert.ToHexString(message)}: {failure}");
            }
        }
    }).WaitAsync(TimeSpan.FromSeconds(60));

    /// <summary>Reads everything there is to read, and holds it against a parser that builds the whole document.</summary>
    private static void Check(byte[] message)
    {
        bool read = PusherFrameReader.TryRead(message, out PusherFrame frame);
        (string? name, string? channel, string? data) = Parse(message, out bool undecided);
        Assert.True(read == name is not null || undecided, $"Read: {read}, event: {name}.");
        if (!read || undecided)
        {
            return;
        }

        Assert.Equal(name, frame.Event);
        Assert.Equal(channel, frame.Channel);
        Assert.Equal(data ?? "", Encoding.UTF8.GetString(frame.Data));
        PusherSubscribeData.Read(frame);
        PusherSignInData.Read(frame);
    }

    /// <summary>Half surrogate pairs are not text; whether the reader sees them depends on where they are.</summary>
    private static (string? Event, string? Channel, string? Data) Parse(byte[] message, out bool undecided)
    {
        undecided = false;
        try
        {
            new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(message);
            using JsonDocument document = JsonDocument.Parse(message);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return default;
            }

            (string? Event, string? Channel, string? Data) frame = default;
            foreach (JsonProperty member in document.RootElement.EnumerateObject())
            {
                string? text = member.Name is "event" or "channel" && member.Value.ValueKind == JsonValueKind.String
                    ? member.Value.GetString()
                    : null;
                frame = member.Name switch
                {
                    "event" => frame with { Event = text },
                    "channel" => frame with { Channel = text },
                    "data" => frame with { Data = member.Value.GetRawText() },
                    _ => frame,
                };
            }

            return frame;
        }
        catch (InvalidOperationException)
        {
            undecided = true;
            return default;
        }
        catch (Exception malformed) when (malformed is JsonException or ArgumentException)
        {
            return default;
        }
    }
}
