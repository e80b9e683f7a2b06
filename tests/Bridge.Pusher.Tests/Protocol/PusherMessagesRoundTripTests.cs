// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using System.Text.Json;
using Bridge.Core.Channels;
using Bridge.Core.Presence;
using Bridge.Pusher.Protocol;

namespace Bridge.Pusher.Tests.Protocol;

/// <summary>Whatever text goes in, a JSON parser gets it out again.</summary>
public sealed class PusherMessagesRoundTripTests
{
    private const int Cases = 200;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 10)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void WriteEvent_AnyText_ParsesToTheSameText(int seed) => ForEachCase(seed, input =>
    {
        (string name, string channel, string data, string user) = (input.Text(), input.Text(), input.Text(), input.Text());
        JsonElement json = Written.Json(o => PusherMessages.WriteEvent(
            o, name, channel, EventData.FromText(data).StringToken.Span, user));
        Assert.Equal(AsUtf8(name), json.GetProperty("event").GetString());
        Assert.Equal(AsUtf8(channel), json.GetProperty("channel").GetString());
        Assert.Equal(AsUtf8(data), json.GetProperty("data").GetString());
        Assert.Equal(AsUtf8(user), json.GetProperty("user_id").GetString());
    });

    [Theory]
    [MemberData(nameof(Seeds))]
    public void WriteJsonEvent_AnyText_ParsesToTheSameText(int seed) => ForEachCase(seed, input =>
    {
        string data = input.Text();
        JsonElement json = Written.Json(o => PusherMessages.WriteJsonEvent(o, "x", null, Encoding.UTF8.GetBytes(data)));
        Assert.Equal(AsUtf8(data), json.GetProperty("data").GetString());
    });

    [Theory]
    [MemberData(nameof(Seeds))]
    public void WriteSignInSuccess_AnyText_ParsesToTheSameText(int seed) => ForEachCase(seed, input =>
    {
        string userData = input.Text();
        JsonElement json = Written.DataJson(o => PusherMessages.WriteSignInSuccess(o, userData));
        Assert.Equal(AsUtf8(userData), json.GetProperty("user_data").GetString());
    });

    [Theory]
    [MemberData(nameof(Seeds))]
    public void WriteSubscriptionError_AnyText_ParsesToTheSameText(int seed) => ForEachCase(seed, input =>
    {
        (string type, string error) = (input.Text(), input.Text());
        JsonElement json = Written.DataJson(o => PusherMessages.WriteSubscriptionError(o, "private-a", type, error, 401));
        Assert.Equal(AsUtf8(type), json.GetProperty("type").GetString());
        Assert.Equal(AsUtf8(error), json.GetProperty("error").GetString());
        Assert.Equal(401, json.GetProperty("status").GetInt32());
    });

    [Theory]
    [MemberData(nameof(Seeds))]
    public void WriteError_AnyText_ParsesToTheSameText(int seed) => ForEachCase(seed, input =>
    {
        string message = input.Text();
        JsonElement data = Written.Json(o => PusherMessages.WriteError(o, null, message)).GetProperty("data");
        Assert.Equal(AsUtf8(message), data.GetProperty("message").GetString());
    });

    [Theory]
    [MemberData(nameof(Seeds))]
    public void WriteSubscriptionSucceeded_AnyMembers_ParseToTheSameMembers(int seed) => ForEachCase(seed, input =>
    {
        string info = input.Text();
        PresenceMember[] members = [new("1" + input.Text(), JsonSerializer.Serialize(info)), new("2" + input.Text(), null)];
        JsonElement presence = Written.DataJson(o => PusherMessages.WriteSubscriptionSucceeded(o, "presence-a", members))
            .GetProperty("presence");
        string?[] ids = [.. presence.GetProperty("ids").EnumerateArray().Select(id => id.GetString())];
        Assert.Equal(members.Select(member => AsUtf8(member.UserId)), ids);
        Assert.Equal(AsUtf8(info), presence.GetProperty("hash").GetProperty(ids[0]!).GetString());
        Assert.Equal(JsonValueKind.Null, presence.GetProperty("hash").GetProperty(ids[1]!).ValueKind);
        Assert.Equal(2, presence.GetProperty("count").GetInt32());
    });

    private static void ForEachCase(int seed, Action<RandomInput> test)
    {
        var input = new RandomInput(seed);
        for (int i = 0; i < Cases; i++)
        {
            try
            {
                test(input);
            }
            catch (Exception failure)
            {
                Assert.Fail($"Seed {seed}, case {i}: {failure}");
            }
        }
    }

    /// <summary>Half surrogate pairs have no UTF-8 form.</summary>
    private static string AsUtf8(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
