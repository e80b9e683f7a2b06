// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Apps;
using Bridge.Pusher.Signatures;

namespace Bridge.Pusher.Tests.RestApi;

/// <summary>docs/operations/apps.md, "Changing a key": the app's servers may use either key, each with its own secret.</summary>
public sealed class RestKeyRotationTests
{
    private const string Path = "/apps/1/events";

    private static readonly byte[] Body = """{"name":"a","channel":"a","data":"1"}"""u8.ToArray();

    [Theory]
    [InlineData("new", "new-secret", 200)]
    [InlineData("old", "old-secret", 200)]
    [InlineData("old", "new-secret", 401)]
    [InlineData("new", "old-secret", 401)]
    [InlineData("older", "old-secret", 401)]
    public async Task Post_AppHasTwoKeys_TakesEachWithItsSecret(string key, string secret, int status)
    {
        await using RestApiHost host = await RestApiHost.StartAsync(
            new PusherApp("1", "new", "new-secret") { PreviousKey = "old", PreviousSecret = "old-secret" });
        string query = host.Query(Body).Replace("auth_key=new", $"auth_key={key}", StringComparison.Ordinal);
        string signature = PusherSignature.SignRequest(secret, "POST", Path, query);

        RestAnswer answer = await host.SendAsync(
            HttpMethod.Post, $"{Path}?{query}&auth_signature={signature}", new ByteArrayContent(Body));

        Assert.Equal(status, answer.Status);
    }
}
