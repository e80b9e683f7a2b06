// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using System.Text.Json;
using Bridge.Pusher.Apps;
using Bridge.Pusher.RestApi;

namespace Bridge.Pusher.Tests.RestApi;

public sealed class PublishRequestReaderTests
{
    private static readonly byte[] Seed = Encoding.UTF8.GetBytes(
        "{\"name\":\"e\",\"channels\":[\"a\",\"presence-b\"],\"data\":\"{\\\"x\\\":\\u20ac \u20ac\\ud83d\\ude00}\",\"socket_id\":\"1.2\",\"info\":null}");

    [Fact]
    public void ReadBody_DamagedBodies_AreRefusedOrGiveDataThatIsJson()
    {
        var random = new Random(4711);
        int good = 0;
        for (int i = 0; i < 20_000; i++)
        {
            byte[] body = Damage(random);
            var request = new PublishRequest();
            HttpError? error = PublishRequestReader.ReadBody(body, request) ?? PublishRules.Check(request, new PusherAppLimits());
            if (error is not null)
            {
                Assert.InRange(error.Status, 400, 413);
                Assert.DoesNotContain('\n', error.Message);
                continue;
            }

            good++;
            using JsonDocument token = JsonDocument.Parse(request.Data!.StringToken);
            Assert.Equal(JsonValueKind.String, token.RootElement.ValueKind);
            JsonDocument.Parse(request.Data.Json).Dispose();
        }

        // Damage inside names and data leaves many bodies good: both ways were taken.
        Assert.InRange(good, 500, 19_500);
    }

    private static byte[] Damage(Random random)
    {
        byte[] body = [.. Seed];
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            body[random.Next(body.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : (byte)"\"\\{}[],:0nudx"[random.Next(13)];
        }

        return random.Next(5) == 0 ? body[..random.Next(body.Length)] : body;
    }
}
