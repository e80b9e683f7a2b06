// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using System.Text;
using Bridge.Redis.Roaming;
using Bridge.Redis.Tests.Backplane;

namespace Bridge.Redis.Tests.Roaming;

/// <summary>What one node believes of what another one tells it about a client.</summary>
[Collection(nameof(RedisCollection))]
public sealed class HopTests(RedisFixture redis)
{
    private static readonly IPAddress Client = IPAddress.Parse("203.0.113.7");

    [Fact]
    public async Task Request_FromANode_HasTheClientsAddressAndScheme()
    {
        await using RoamingNode node = await StartAsync();
        string header = Header(new Hop(node.Id, "https", Client, 4321), RoamingNode.Secret);
        Assert.Equal((HttpStatusCode.OK, "https 203.0.113.7"), await AskAsync(node, header));
    }

    [Fact]
    public async Task Request_ForTheNodeThatHadThisAddressBefore_Is421()
    {
        await using RoamingNode node = await StartAsync();
        string header = Header(new Hop("0123456789abcdef", "https", Client, 4321), RoamingNode.Secret);
        Assert.Equal((HttpStatusCode.MisdirectedRequest, ""), await AskAsync(node, header));
    }

    [Theory]
    [InlineData("another secret")]
    [InlineData(RoamingNode.Secret, "GET", "/other")]
    [InlineData(RoamingNode.Secret, "POST")]
    public async Task Request_SignedForSomethingElse_IsLikeAnyOther(string secret, string method = "GET", string target = "/who")
    {
        await using RoamingNode node = await StartAsync();
        string header = Header(new Hop(node.Id, "https", Client, 4321), secret, method, target);
        Assert.Equal((HttpStatusCode.OK, "http 127.0.0.1"), await AskAsync(node, header));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("a https 203.0.113.7 1")]
    [InlineData("a https 203.0.113.7 1 ")]
    [InlineData("a https 203.0.113.7 99999999999 00")]
    [InlineData("a https nobody 1 00")]
    [InlineData("a https 203.0.113.7 1 00 00")]
    public async Task Request_ThatMakesSomethingUp_IsLikeAnyOther(string header)
    {
        await using RoamingNode node = await StartAsync();
        Assert.Equal((HttpStatusCode.OK, "http 127.0.0.1"), await AskAsync(node, header));
    }

    [Fact]
    public async Task Request_WithTwoHops_IsLikeAnyOther()
    {
        await using RoamingNode node = await StartAsync();
        string header = Header(new Hop(node.Id, "https", Client, 4321), RoamingNode.Secret);
        Assert.Equal((HttpStatusCode.OK, "http 127.0.0.1"), await AskAsync(node, header, header));
    }

    private Task<RoamingNode> StartAsync() => RoamingNode.StartAsync(redis.Configuration, Guid.NewGuid().ToString("N"));

    private static string Header(Hop hop, string secret, string method = "GET", string target = "/who")
    {
        return hop.ToHeader(method, target, Encoding.UTF8.GetBytes(secret));
    }

    private static async Task<(HttpStatusCode, string)> AskAsync(RoamingNode node, params string[] hops)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/who");
        foreach (string hop in hops)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(Hop.HeaderName, hop));
        }

        using HttpResponseMessage answer = await node.Client.SendAsync(request).Within("the answer");
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
