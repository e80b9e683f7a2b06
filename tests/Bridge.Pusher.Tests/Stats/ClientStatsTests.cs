// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Tests.Connections;

namespace Bridge.Pusher.Tests.Stats;

public sealed class ClientStatsTests
{
    [Theory]
    [InlineData("/timeline/v2/jsonp/7?session=MQ%3D%3D&bundle=MQ%3D%3D", 200, "text/javascript", "Pusher.ScriptReceivers[7](null,{});")]
    [InlineData("/timeline/3?session=MQ%3D%3D", 200, "text/javascript", "Pusher.JSONP.receive(3,null,{});")]
    [InlineData("/timeline/v2/xhr/2?session=MQ%3D%3D", 200, "application/json", "{}")]
    [InlineData("/timeline/v2/jsonp/1](alert(1))//", 404, null, "")]
    [InlineData("/timeline/v2/jsonp/x", 404, null, "")]
    public async Task Get_Timeline_IsAnsweredAndDiscarded(string target, int status, string? contentType, string body)
    {
        await using PusherHost host = await PusherHost.StartAsync();
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(20) };

        using HttpResponseMessage answer = await client.GetAsync(host.AddressOf("http", target));

        Assert.Equal(
            (status, contentType, body),
            ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, await answer.Content.ReadAsStringAsync()));
    }
}
