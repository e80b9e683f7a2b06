// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.SockJS.Endpoints;
using Microsoft.Extensions.Options;

namespace Bridge.SockJS;

/// <summary>Checks the options without stopping at the first error.</summary>
internal sealed class SockJSOptionsValidator : IValidateOptions<SockJSOptions>
{
    private const string Section = "Bridge:SockJS:";

    // Above all this catches "10", which reads as ten days.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(1);

    /// <exception cref="OptionsValidationException">Something is wrong; the message tells all of it.</exception>
    public static void Verify(SockJSOptions options)
    {
        List<string> errors = [.. ErrorsOf(options)];
        if (errors.Count > 0)
        {
            throw new OptionsValidationException(nameof(SockJSOptions), typeof(SockJSOptions), errors);
        }
    }

    public ValidateOptionsResult Validate(string? name, SockJSOptions options)
    {
        string[] errors = [.. ErrorsOf(options).Select(error => Section + error)];
        return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static IEnumerable<string> ErrorsOf(SockJSOptions options)
    {
        if ((options.Transports & ~SockJSTransports.All) != 0)
        {
            yield return $"{nameof(options.Transports)} is {options.Transports}, which is no set of transports.";
        }

        if (!Enum.IsDefined(options.Client))
        {
            yield return $"{nameof(options.Client)} must be one of {string.Join(", ", Enum.GetNames<SockJSClient>())}.";
        }

        if (!Enum.IsDefined(options.SlowConsumer))
        {
            yield return $"{nameof(options.SlowConsumer)} must be one of {string.Join(", ", Enum.GetNames<SlowConsumerPolicy>())}.";
        }

        foreach ((string name, TimeSpan delay) in new[]
        {
            (nameof(options.HeartbeatDelay), options.HeartbeatDelay),
            (nameof(options.DisconnectDelay), options.DisconnectDelay),
        })
        {
            if (delay <= TimeSpan.Zero || delay > LongestDelay)
            {
                yield return $"{name} is {delay}, but must be more than 0 and at most {LongestDelay} (hh:mm:ss).";
            }
        }

        foreach ((string name, int number) in new[]
        {
            (nameof(options.ResponseLimit), options.ResponseLimit),
            (nameof(options.MaxMessageBytes), options.MaxMessageBytes),
            (nameof(options.MaxUnreadBytes), options.MaxUnreadBytes),
            (nameof(options.MaxQueuedBytes), options.MaxQueuedBytes),
            (nameof(options.MaxSessions), options.MaxSessions),
            (nameof(options.MinSessionIdLength), options.MinSessionIdLength),
        })
        {
            if (number < 1)
            {
                yield return $"{name} is {number}, but must be at least 1.";
            }
        }

        if (options.MinSessionIdLength > ServicePath.MaxIdLength)
        {
            yield return $"{nameof(options.MinSessionIdLength)} is {options.MinSessionIdLength}, but must be at most {ServicePath.MaxIdLength}.";
        }

        if (options.MaxUnprovenSessionsPerAddress < 0)
        {
            yield return $"{nameof(options.MaxUnprovenSessionsPerAddress)} is {options.MaxUnprovenSessionsPerAddress}, but must not be negative.";
        }

        if (options.MaxSessionsPerAddress < 0)
        {
            yield return $"{nameof(options.MaxSessionsPerAddress)} is {options.MaxSessionsPerAddress}, but must not be negative.";
        }

        if (!IsWebAddress(options.ClientUrl) && !options.ClientUrl.StartsWith('/'))
        {
            yield return $"{nameof(options.ClientUrl)} must be an http(s) URL or begin with a slash.";
        }

        if (options.BaseUrl is { } baseUrl && !IsWebAddress(baseUrl))
        {
            yield return $"{nameof(options.BaseUrl)} must be an http(s) URL.";
        }

        if (options.HostName is { } host && Uri.CheckHostName(host) == UriHostNameType.Unknown)
        {
            yield return $"{nameof(options.HostName)} must be a host name, without a port.";
        }

        if (options.HostName is not null && options.Client != SockJSClient.PusherHttp)
        {
            yield return $"{nameof(options.HostName)} needs {nameof(SockJSClient)}.{nameof(SockJSClient.PusherHttp)}.";
        }

        if (options.CrossSiteJSessionId && !options.JSessionId)
        {
            yield return $"{nameof(options.CrossSiteJSessionId)} needs {nameof(options.JSessionId)}.";
        }
    }

    private static bool IsWebAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);
}
