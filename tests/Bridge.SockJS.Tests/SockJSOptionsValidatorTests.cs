// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.Extensions.Options;

namespace Bridge.SockJS.Tests;

public sealed class SockJSOptionsValidatorTests
{
    [Fact]
    public void Verify_Defaults_AreRight() => SockJSOptionsValidator.Verify(new SockJSOptions());

    [Fact]
    public void Verify_AllWrong_NamesEach()
    {
        SockJSOptions options = new()
        {
            Transports = (SockJSTransports)1024,
            SlowConsumer = (SlowConsumerPolicy)9,
            HeartbeatDelay = TimeSpan.Zero,
            DisconnectDelay = TimeSpan.FromDays(10),
            ResponseLimit = 0,
            MaxMessageBytes = 0,
            MaxUnreadBytes = 0,
            MaxQueuedBytes = 0,
            MaxSessions = 0,
            MaxSessionsPerAddress = -1,
            MinSessionIdLength = 257,
            ClientUrl = "sockjs.js",
            BaseUrl = "/x",
            HostName = "a:80",
            CrossSiteJSessionId = true,
        };
        var error = Assert.Throws<OptionsValidationException>(() => SockJSOptionsValidator.Verify(options));
        Assert.Equal(16, error.Failures.Count());
    }
}
