// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using System.Security.Cryptography;
using System.Text;
using Bridge.Core.Authorization;
using Bridge.Pusher.Apps;
using Bridge.Pusher.Signatures;
using Bridge.Pusher.Tests.Clients;
using Bridge.Pusher.Tests.Connections;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bridge.Pusher.Tests.DependencyInjection;

/// <summary>What <c>AddPusher</c> and <c>MapBridge</c> put together.</summary>
public sealed class AddPusherTests
{
    [Fact]
    public async Task RestApi_PublishesAnEvent_ReachesClientsOfEveryKind()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();
        NativeClient native = await host.ConnectNativeAsync("price");
        await client.JoinAsync("a");
        await native.SubscribeAsync("a");

        HttpStatusCode status = await PostAsync(host, """{"name":"price","channel":"a","data":"{\"eur\": 1}"}""");

        Assert.Equal(HttpStatusCode.OK, status);
        await client.ExpectAsync("""{"event":"price","channel":"a","data":"{\"eur\": 1}"}""");
        Assert.Equal("""{"eur": 1}""", (await native.NextAsync()).Data.GetRawText());
    }

    [Fact]
    public async Task RestApi_NamesASocketId_LeavesThatConnectionOut()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();
        PusherClient other = await host.ConnectAsync();
        await client.JoinAsync("a");
        await other.JoinAsync("a");

        await PostAsync(host, $$"""{"name":"price","channels":["a"],"data":"1","socket_id":"{{client.SocketId}}"}""");

        await other.NextAsync("price");
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Authorizer_IsReplaced_DecidesForEveryKindOfClient()
    {
        await using PusherHost host = await PusherHost.StartAsync(services: services => services.AddSingleton<IChannelAuthorizer, OnlyA>());
        PusherClient client = await host.ConnectAsync();
        NativeClient native = await host.ConnectNativeAsync();

        await client.SendAsync("pusher:subscribe", new { channel = "private-a" });
        await client.NextAsync("pusher_internal:subscription_succeeded");
        await client.SendAsync("pusher:subscribe", new { channel = "b" });

        await client.NextAsync("pusher:subscription_error");
        await client.ExpectErrorAsync(null, "Only A.");
        await native.InvokeAsync("Subscribe", "private-a", null);
        await Assert.ThrowsAsync<Microsoft.AspNetCore.SignalR.HubException>(() => native.InvokeAsync("Subscribe", "b", null));
    }

    [Fact]
    public async Task Authorizer_Throws_RefusesTheSubscriptionAndKeepsTheConnection()
    {
        await using PusherHost host = await PusherHost.StartAsync(services: services => services.AddSingleton<IChannelAuthorizer, Broken>());
        PusherClient client = await host.ConnectAsync();

        await client.SendAsync("pusher:subscribe", new { channel = "b" });

        await client.ExpectAsync(
            """{"event":"pusher:subscription_error","channel":"b","data":"{\"type\":\"SubscriptionError\",\"error\":\"The server could not decide about the subscription\",\"status\":500}"}""");
        await client.ExpectErrorAsync(null, "The server could not decide about the subscription");
        await client.SendAsync("pusher:ping", new { });
        await client.NextAsync("pusher:pong");
        Assert.Contains("No database.", Assert.Single(host.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_AppsAreNotValid_FailsWithEveryReason()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSignalR().AddBridge(bridge => bridge.AddPusher(options =>
        {
            options.Apps.Add(new PusherApp("1", "key", "secret"));
            options.Apps.Add(new PusherApp("1", "key", ""));
        }));
        await using WebApplication server = builder.Build();

        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => server.StartAsync().Await("the failure"));

        Assert.True(error.Failures.Count() >= 3, error.Message);
    }

    [Fact]
    public void AddPusher_Null_IsRefused() =>
        Assert.Throws<ArgumentNullException>(() => PusherBridgeBuilderExtensions.AddPusher(null!));

    [Fact]
    public async Task AddPusher_Twice_AddsTheAppsOfBothAndMapsOnce()
    {
        await using PusherHost host = await PusherHost.StartAsync(services: services => services.AddSignalR().AddBridge(
            bridge => bridge.AddPusher(options => options.Apps.Add(new PusherApp("0", "early", "s") { GroupPrefix = "early-" }))),
            configure: app => app.GroupPrefix = "late-");

        PusherClient early = await (await host.OpenAsync("/app/early?protocol=7")).EstablishAsync();
        PusherClient late = await host.ConnectAsync();

        await early.JoinAsync("a");
        await late.JoinAsync("a");
        Assert.Equal(HttpStatusCode.OK, await PostAsync(host, """{"name":"price","channel":"a","data":"1"}"""));
        await late.NextAsync("price");
    }

    private static async Task<HttpStatusCode> PostAsync(PusherHost host, string body)
    {
        using var http = new HttpClient();
        byte[] bytes = Encoding.UTF8.GetBytes(body);
#pragma warning disable CA5351 // The protocol names MD5.
        string md5 = Convert.ToHexStringLower(MD5.HashData(bytes));
#pragma warning restore CA5351
        string query = $"auth_key=key&auth_timestamp={host.Time.GetUtcNow().ToUnixTimeSeconds()}&auth_version=1.0&body_md5={md5}";
        string signature = PusherSignature.SignRequest("secret", "POST", "/apps/1/events", query);
        Uri address = host.AddressOf("http", $"/apps/1/events?{query}&auth_signature={signature}");
        using HttpResponseMessage response = await http.PostAsync(address, new ByteArrayContent(bytes)).Await("the answer");
        return response.StatusCode;
    }

    private sealed class OnlyA : IChannelAuthorizer
    {
        public ValueTask<ChannelGrant> AuthorizeAsync(ChannelAuthorizationRequest request, CancellationToken cancellationToken) =>
            ValueTask.FromResult(request.Channel == "private-a" ? ChannelGrant.Allowed : ChannelGrant.Refused("Only A."));
    }

    private sealed class Broken : IChannelAuthorizer
    {
        public ValueTask<ChannelGrant> AuthorizeAsync(ChannelAuthorizationRequest request, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("No database.");
    }
}
