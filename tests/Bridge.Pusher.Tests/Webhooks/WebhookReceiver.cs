// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using Bridge.Pusher.Tests.Clients;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bridge.Pusher.Tests.Webhooks;

/// <summary>An app's server on a real Kestrel: takes every webhook unless the test wants it to behave badly.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly Channel<ReceivedWebhook> _received = Channel.CreateUnbounded<ReceivedWebhook>();
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _behaviours = new();

    private WebhookReceiver(WebApplication server) => _server = server;

    /// <summary>What it does with requests that no behaviour is set for.</summary>
    public Func<HttpContext, Task> Otherwise { get; set; } = Answer(StatusCodes.Status200OK);

    public string Url => $"{_server.Urls.Single()}/hook";

    public static async Task<WebhookReceiver> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        WebApplication server = builder.Build();
        var receiver = new WebhookReceiver(server);
        server.Run(receiver.HandleAsync);
        await server.StartAsync().Await("starting the receiver");
        return receiver;
    }

    public static Func<HttpContext, Task> Answer(int status) => context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    };

    public static Func<HttpContext, Task> RedirectTo(string url) => context =>
    {
        context.Response.Redirect(url, permanent: false, preserveMethod: true);
        return Task.CompletedTask;
    };

    /// <summary>Ends the connection without an answer.</summary>
    public static Task Reset(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    /// <summary>Never answers.</summary>
    public static async Task Stall(HttpContext context)
    {
        var gone = new TaskCompletionSource();
        await using CancellationTokenRegistration _ = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }

    /// <summary>What it does with the next requests, one each.</summary>
    public void Behave(params Func<HttpContext, Task>[] behaviours)
    {
        foreach (Func<HttpContext, Task> behaviour in behaviours)
        {
            _behaviours.Enqueue(behaviour);
        }
    }

    /// <summary>The next request.</summary>
    public Task<ReceivedWebhook> NextAsync() => _received.Reader.ReadAsync().AsTask().Await("the next webhook");

    /// <summary>The words of the next events, in as many requests as they come.</summary>
    public async Task<IReadOnlyList<string>> NextWordsAsync(int count)
    {
        List<string> words = [];
        while (words.Count < count)
        {
            words.AddRange((await NextAsync()).Words);
        }

        return words;
    }

    public void AssertNoMore() => Assert.False(_received.Reader.TryRead(out ReceivedWebhook? more), $"Did not expect {more}");

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        string body = await reader.ReadToEndAsync();
        var headers = new HeaderDictionary(context.Request.Headers.ToDictionary(header => header.Key, header => header.Value));
        Func<HttpContext, Task> behaviour = _behaviours.TryDequeue(out Func<HttpContext, Task>? next) ? next : Otherwise;
        _received.Writer.TryWrite(new ReceivedWebhook(context.Request.Path, headers, body));
        await behaviour(context);
    }
}
