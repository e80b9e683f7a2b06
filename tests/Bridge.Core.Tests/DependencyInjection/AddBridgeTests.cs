// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using System.Security.Claims;
using Bridge.Core.Authorization;
using Bridge.Core.Channels;
using Bridge.Core.Delivery;
using Bridge.Core.DependencyInjection;
using Bridge.Core.Hubs;
using Bridge.Core.Tests.Hubs;
using Bridge.Core.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Bridge.Core.Tests.DependencyInjection;

public sealed class AddBridgeTests
{
    [Fact]
    public async Task AddBridge_AnotherManagerBefore_ReplacesIt()
    {
        await using WebApplication app = Build(services =>
        {
            ISignalRServerBuilder signalR = services.AddSignalR();
            services.AddSingleton(typeof(HubLifetimeManager<>), typeof(OtherManager<>));
            signalR.AddBridge(_ => { });
        });
        Assert.IsType<ChannelHubLifetimeManager<PlainHub>>(app.Services.GetRequiredService<HubLifetimeManager<PlainHub>>());
        await app.StartAsync().WaitAsync(TestClient.Patience);
        await app.StopAsync().WaitAsync(TestClient.Patience);
    }

    [Fact]
    public async Task Start_AnotherManagerAfterAddBridge_FailsAndNamesIt()
    {
        await using WebApplication app = Build(services =>
        {
            services.AddSignalR().AddBridge(_ => { });
            services.AddSingleton(typeof(HubLifetimeManager<>), typeof(OtherManager<>));
        });
        InvalidOperationException refusal = await Assert.ThrowsAsync<InvalidOperationException>(
            () => app.StartAsync().WaitAsync(TestClient.Patience));
        Assert.Contains(nameof(OtherManager<PlainHub>), refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Call AddBridge(...) after", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MapBridge_AnotherManagerForThisHub_FailsAndNamesIt()
    {
        await using WebApplication app = Build(services =>
        {
            services.AddSignalR().AddBridge(_ => { });
            services.AddSingleton<HubLifetimeManager<PlainHub>>(new OtherManager<PlainHub>());
        });
        InvalidOperationException refusal = Assert.Throws<InvalidOperationException>(() => app.MapBridge<PlainHub>());
        Assert.Contains(nameof(OtherManager<PlainHub>), refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task MapBridge_AddBridgeWasNotCalled_SaysSo(bool withSignalR)
    {
        await using WebApplication app = Build(services => _ = withSignalR ? services.AddSignalR() : null);
        InvalidOperationException refusal = Assert.Throws<InvalidOperationException>(() => app.MapBridge<PlainHub>());
        Assert.Contains("AddBridge(...)", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MapBridge_DialectsWereAdded_MapsThemAllOntoTheHub()
    {
        var first = new RecordingEndpoints();
        var second = new RecordingEndpoints();
        await using WebApplication app = Build(services => services.AddSignalR().AddBridge(bridge =>
        {
            bridge.Services.AddSingleton<IDialectEndpoints>(first);
            bridge.Services.AddSingleton<IDialectEndpoints>(second);
            bridge.ForHub<PlainHub>(_ => { });
        }));
        app.MapBridge<PlainHub>().WithMetadata("convention");
        Assert.Equal([typeof(PlainHub)], first.Hubs);
        Assert.Equal([typeof(PlainHub)], second.Hubs);
        Endpoint[] endpoints = [.. ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints)];
        Assert.Equal(2, endpoints.Length);
        Assert.All(endpoints, endpoint => Assert.Contains("convention", endpoint.Metadata));
    }

    [Fact]
    public async Task AddBridge_Twice_StillOneOfEach()
    {
        await using WebApplication app = Build(services => services.AddSignalR().AddBridge(_ => { }).AddBridge(_ => { }));
        await app.StartAsync().WaitAsync(TestClient.Patience);
        Assert.Single(app.Services.GetServices<HubLifetimeManager<PlainHub>>());
        await app.StopAsync().WaitAsync(TestClient.Patience);
    }

    [Fact]
    public async Task AddBridge_PublisherAndManager_ShareTheSameChannels()
    {
        await using var host = new HubTestHost<PlainHub>();
        NativeTestClient client = await host.AddNativeAsync();
        await host.Manager.AddToGroupAsync(client.ConnectionId, "room");
        await host.Publisher.PublishAsync(new ChannelEvent { Group = "room", Name = "news", Data = EventData.FromJson("1"u8) });
        Assert.Equal("news [1]", await client.ReadAsync());
    }

    [Fact]
    public async Task Start_DeliveryOptionsAreWrong_SaysWhich()
    {
        await using WebApplication app = Build(services =>
        {
            services.AddSignalR().AddBridge(_ => { });
            services.Configure<DeliveryOptions>(options => options.QueueBytes = 0);
        });
        OptionsValidationException refusal = await Assert.ThrowsAsync<OptionsValidationException>(
            () => app.StartAsync().WaitAsync(TestClient.Patience));
        Assert.Contains("QueueBytes", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ChannelHub_WithoutTheBridgesManager_SaysWhatToDo()
    {
        var hub = new ChannelHub(new TestAuthorizer(), new TestUserAuthenticator(new TestNamespaces()))
        {
            Context = new NoBridgeContext(),
        };
        HubException refusal = await Assert.ThrowsAsync<HubException>(() => hub.Subscribe("room", null));
        Assert.Contains("AddBridge", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddBridge_NullArguments_Throw()
    {
        ISignalRServerBuilder signalR = new ServiceCollection().AddSignalR();
        Assert.Throws<ArgumentNullException>(() => signalR.AddBridge(null!));
        Assert.Throws<ArgumentNullException>(() => BridgeSignalRBuilderExtensions.AddBridge(null!, _ => { }));
        Assert.Throws<ArgumentNullException>(() => BridgeEndpointRouteBuilderExtensions.MapBridge<PlainHub>(null!));
    }

    private static WebApplication Build(Action<IServiceCollection> configure)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton<IChannelAuthorizer, TestAuthorizer>();
        builder.Services.AddSingleton<IUserAuthenticator, TestUserAuthenticator>();
        configure(builder.Services);
        return builder.Build();
    }

    private sealed class RecordingEndpoints : IDialectEndpoints
    {
        public List<Type> Hubs { get; } = [];

        public void Map<THub>(IEndpointRouteBuilder endpoints)
            where THub : Hub
        {
            Hubs.Add(typeof(THub));
            endpoints.MapGet($"/dialect/{Guid.NewGuid()}", () => string.Empty);
        }
    }

    private sealed class OtherManager<THub>() : DefaultHubLifetimeManager<THub>(NullLogger<DefaultHubLifetimeManager<THub>>.Instance)
        where THub : Hub;

    private sealed class NoBridgeContext : HubCallerContext
    {
        public override string ConnectionId => "1";

        public override string? UserIdentifier => null;

        public override ClaimsPrincipal? User => null;

        public override IDictionary<object, object?> Items { get; } = new Dictionary<object, object?>();

        public override IFeatureCollection Features { get; } =
            new FeatureCollection();

        public override CancellationToken ConnectionAborted => CancellationToken.None;

        public override void Abort()
        {
        }
    }
}
