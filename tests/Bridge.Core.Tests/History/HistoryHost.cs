// Licensed under the MIT License. See LICENSE in the repository root.

using System.Globalization;
using System.Text.Json;
using Bridge.Core.Channels;
using Bridge.Core.History;
using Bridge.Core.Hubs;
using Bridge.Core.Tests.Hubs;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Core.Tests.History;

/// <summary>A channel hub without a server whose channels <c>news...</c> and <c>cache-news...</c> have a history of five messages.</summary>
internal sealed class HistoryHost : IAsyncDisposable
{
    public const int Size = 5;
    public const int Seconds = 60;

    public HistoryHost(Action<IServiceCollection>? configure = null, int size = Size, int seconds = Seconds) =>
        Hub = new HubTestHost<ChannelHub>(configure: services =>
        {
            services.Configure<HistoryOptions>(options =>
            {
                options.Rules.Add(new HistoryRule { ChannelPrefix = "news", Size = size, Seconds = seconds });
                options.Rules.Add(new HistoryRule { ChannelPrefix = "cache-news", Size = size, Seconds = seconds });
            });
            configure?.Invoke(services);
        });

    public HubTestHost<ChannelHub> Hub { get; }

    public ValueTask DisposeAsync() => Hub.DisposeAsync();

    /// <summary>Publishes an event <c>tick</c> whose data is a number.</summary>
    public Task PublishAsync(string group, int number) => Hub.Publisher.PublishAsync(new ChannelEvent
    {
        Group = group,
        Name = "tick",
        Data = EventData.FromText(number.ToString(CultureInfo.InvariantCulture)),
    }).AsTask().Within("the publish");

    /// <summary>Publishes numbers one after the other.</summary>
    public async Task PublishAsync(string group, int first, int last)
    {
        for (int number = first; number <= last; number++)
        {
            await PublishAsync(group, number);
        }
    }

    /// <summary>Subscribes a client; the answer's result.</summary>
    /// <param name="client">The client.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="request">The second argument, JSON.</param>
    public static async Task<JsonElement> SubscribeAsync(NativeTestClient client, string channel, string request = "null")
    {
        await client.InvokeAsync("1", "Subscribe", $"""["{channel}",{request}]""");
        JsonElement answer = await client.ReadRecordAsync();
        return answer.TryGetProperty("result", out JsonElement result)
            ? result
            : throw new InvalidOperationException(answer.GetRawText());
    }

    /// <summary>A request to go on behind an offset.</summary>
    public static string From(JsonElement position, long offset) =>
        $$"""{"epoch":"{{position.GetProperty("epoch").GetString()}}","offset":{{offset}}}""";

    /// <summary>What a client gets of an event <c>tick</c> with an offset.</summary>
    public static string Tick(string channel, int number, long offset) =>
        $$"""tick [{{number}},{"channel":"{{channel}}","offset":{{offset}}}]""";

    /// <summary>The offset and whether it is recovered, as an answer says it.</summary>
    public static (long? Offset, bool? Recovered) Said(JsonElement answer) => (
        answer.GetProperty("offset") is { ValueKind: JsonValueKind.Number } offset ? offset.GetInt64() : null,
        answer.GetProperty("recovered") is { ValueKind: JsonValueKind.True or JsonValueKind.False } recovered ? recovered.GetBoolean() : null);
}
