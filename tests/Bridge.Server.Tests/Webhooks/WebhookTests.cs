// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Bridge.Pusher.Tests.Clients;
using Bridge.Pusher.Tests.Webhooks;

namespace Bridge.Server.Tests.Webhooks;

/// <summary>The program's webhooks at its end, and its command to send dead letters again.</summary>
public sealed class WebhookTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-webhooks-").FullName;

    private string DeadLetters => Path.Combine(_folder, "dead.jsonl");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Terminate_ClientIsConnected_ItsLeavingIsToldBeforeTheProgramEnds()
    {
        await using WebhookReceiver receiver = await WebhookReceiver.StartAsync();
        await using ServerProcess server = ServerProcess.Start(SettingsFor(receiver));
        using ClientWebSocket client = await SubscribeAsync(server);
        Assert.Equal(["channel_occupied a"], (await receiver.NextAsync()).Words);

        await server.TerminateAsync();

        Assert.Equal(["channel_vacated a"], (await receiver.NextAsync()).Words);
        Assert.Equal(0, (await server.WaitForExitAsync()).Code);
        Assert.False(File.Exists(DeadLetters));
    }

    [Fact]
    public async Task Terminate_ReceiverFails_DeadLettersAreKeptAndReplayed()
    {
        await using WebhookReceiver receiver = await WebhookReceiver.StartAsync();
        receiver.Otherwise = WebhookReceiver.Answer(503);
        await using (ServerProcess server = ServerProcess.Start([.. SettingsFor(receiver), "Bridge:Webhooks:DrainTime=00:00:00.1"]))
        {
            using ClientWebSocket client = await SubscribeAsync(server);
            await receiver.NextAsync();
            await server.TerminateAsync();
            (int code, string output, string errors) = await server.WaitForExitAsync();
            Assert.Equal(0, code);
            Assert.DoesNotContain("hidden", output + errors, StringComparison.Ordinal);
        }

        string[] lines = await File.ReadAllLinesAsync(DeadLetters);
        Assert.All(lines, line => Assert.DoesNotContain("hidden", line, StringComparison.Ordinal));
        Assert.Equal(
            ["channel_occupied", "channel_vacated"],
            lines.SelectMany(line => JsonDocument.Parse(line).RootElement.GetProperty("body").GetProperty("events").EnumerateArray())
                .Select(item => item.GetProperty("name").GetString()!).Order(StringComparer.Ordinal));

        receiver.Otherwise = WebhookReceiver.Answer(200);
        (int replayed, string said) = await ReplayAsync(DeadLetters, receiver);
        Assert.Equal((0, $"{lines.Length} delivered, 0 left over."), (replayed, said));
        while (!(await receiver.NextAsync()).Words.Contains("channel_vacated a"))
        {
        }
    }

    [Fact]
    public async Task Replay_LinesAreLeftOver_TheyAreKeptAndTheCommandFails()
    {
        await using WebhookReceiver receiver = await WebhookReceiver.StartAsync();
        await File.WriteAllTextAsync(DeadLetters, "nonsense\n");

        Assert.Equal((1, $"0 delivered, 1 left over in {DeadLetters}.unsent."), await ReplayAsync(DeadLetters, receiver));
        Assert.Equal("nonsense\n", await File.ReadAllTextAsync(DeadLetters + ".unsent"));

        Assert.Equal(1, (await ReplayAsync(DeadLetters, receiver)).Code);
        Assert.Equal(1, (await ReplayAsync(Path.Combine(_folder, "missing"), receiver)).Code);
    }

    private async Task<(int Code, string Said)> ReplayAsync(string file, WebhookReceiver receiver)
    {
        await using ServerProcess replay = ServerProcess.StartCommand(["replay-webhooks", file], SettingsFor(receiver));
        (int code, string output, _) = await replay.WaitForExitAsync();
        return (code, output.Split('\n').Last(line => line.Length > 0 || output.Length == 0));
    }

    private string[] SettingsFor(WebhookReceiver receiver) =>
    [
        "Bridge:Apps:0:Id=7",
        "Bridge:Apps:0:Key=own-key",
        "Bridge:Apps:0:Secret=own-secret",
        $"Bridge:Apps:0:Webhooks:0:Url={receiver.Url}/hidden-path?token=hidden",
        $"Bridge:Webhooks:DeadLetterFile={DeadLetters}",
    ];

    private static async Task<ClientWebSocket> SubscribeAsync(ServerProcess server)
    {
        using HttpClient http = await server.ConnectAsync();
        var client = new ClientWebSocket();
        await client.ConnectAsync(new Uri($"ws://{http.BaseAddress!.Authority}/app/own-key?protocol=7"), CancellationToken.None).Await("connecting");
        byte[] subscribe = Encoding.UTF8.GetBytes("""{"event":"pusher:subscribe","data":{"channel":"a"}}""");
        await client.SendAsync(subscribe, WebSocketMessageType.Text, true, CancellationToken.None).Await("subscribing");
        return client;
    }
}
