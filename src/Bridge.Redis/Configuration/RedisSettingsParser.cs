// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Frozen;
using System.Globalization;
using System.Security.Authentication;

namespace Bridge.Redis.Configuration;

/// <summary>
/// Reads configuration strings in the manner of StackExchange.Redis: servers, then options, with commas between. The messages
/// never hold a value, which could be a secret.
/// </summary>
internal sealed class RedisSettingsParser
{
    private const int Port = 6379;
    private const int TlsPort = 6380;
    private const int SentinelPort = 26379;
    private const int LongestShownName = 40;

    // Options of StackExchange.Redis for which there is nothing to set here. Strings that hold them must go on working.
    private static readonly FrozenSet<string> WithoutMeaning = new[]
    {
        "abortConnect", "allowAdmin", "configChannel", "configCheckSeconds", "connectRetry", "heartbeatConsistencyChecks", "heartbeatInterval",
        "highIntegrity", "highPriorityThreads", "preserveAsyncOrder", "resolveDns", "responseTimeout", "setlib", "tieBreaker", "version", "writeBuffer",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private readonly RedisSettings _settings = new();
    private readonly List<string> _errors = [];

    private RedisSettingsParser()
    {
    }

    /// <summary>Reads a string to its end, whatever is wrong with it.</summary>
    /// <param name="text">The string.</param>
    public static (RedisSettings Settings, IReadOnlyList<string> Errors) Parse(string text)
    {
        var parser = new RedisSettingsParser();
        string[] parts = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        int firstOption = Array.FindIndex(parts, part => part.Contains('=', StringComparison.Ordinal));
        int servers = firstOption < 0 ? parts.Length : firstOption;
        for (int i = servers; i < parts.Length; i++)
        {
            parser.ReadOption(parts[i], i + 1);
        }

        for (int i = 0; i < servers; i++)
        {
            parser.ReadServer(parts[i], i + 1);
        }

        if (servers == 0)
        {
            parser._errors.Add("names no server: begin with one, such as 10.0.0.5:6379.");
        }

        return (parser._settings, parser._errors);
    }

    private void ReadServer(string text, int part)
    {
        int port = _settings.ServiceName is not null ? SentinelPort : _settings.IsTls ? TlsPort : Port;
        if (RedisEndpoint.Parse(text, port) is { } endpoint)
        {
            _settings.Endpoints.Add(endpoint);
        }
        else
        {
            _errors.Add($"has a part {part} that is no server: write host:port.");
        }
    }

    private void ReadOption(string text, int part)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
        {
            // It may be the rest of a password.
            _errors.Add($"has a part {part} that is no option: servers come first, options are name=value, and no value can hold a comma.");
            return;
        }

        string name = text[..equals].Trim();
        string value = text[(equals + 1)..].Trim();
        if (name.StartsWith('$'))
        {
            CheckCommandName(value, part);
        }
        else if (!TrySet(name, value) && !WithoutMeaning.Contains(name))
        {
            string shown = name.Length <= LongestShownName && name.All(char.IsAsciiLetter) ? $"'{name}'" : $"in part {part}";
            _errors.Add($"has an unknown option {shown}.");
        }
    }

    private bool TrySet(string name, string value)
    {
        switch (name.ToUpperInvariant())
        {
            case "PASSWORD":
                _settings.Password = value.Length == 0 ? null : value;
                return true;
            case "USER":
                _settings.User = value.Length == 0 ? null : value;
                return true;
            case "SSL":
                _settings.IsTls = Boolean(name, value);
                return true;
            case "SSLHOST":
                _settings.TlsHost = value;
                return true;
            case "DEFAULTDATABASE":
                _settings.Database = Number(name, value, least: 0, most: 1_000_000);
                return true;
            case "CONNECTTIMEOUT":
                _settings.ConnectTimeout = Milliseconds(name, value);
                return true;
            case "SYNCTIMEOUT" or "ASYNCTIMEOUT":
                _settings.OperationTimeout = Milliseconds(name, value);
                return true;
            case "KEEPALIVE":
                SetKeepAlive(name, value);
                return true;
            case "NAME":
                _settings.ClientName = value;
                return true;
            case "CHANNELPREFIX":
                _settings.ChannelPrefix = value;
                return true;
            case "PROTOCOL":
                _settings.IsResp2 = Protocol(name, value);
                return true;
            case "SERVICENAME":
                _settings.ServiceName = value.Length == 0 ? null : value;
                return true;
            case "SSLPROTOCOLS":
                _settings.TlsVersions = TlsVersions(name, value);
                return true;
            case "CHECKCERTIFICATEREVOCATION":
                _settings.ChecksRevocation = Boolean(name, value);
                return true;
            case "PROXY" when value.Equals("None", StringComparison.OrdinalIgnoreCase):
                return true;
            case "PROXY" or "TUNNEL":
                _errors.Add($"has the option '{name}', which the bridge does not support.");
                return true;
            default:
                return false;
        }
    }

    /// <summary>Commands that the server does not have may be left out, as none of them is vital; ones of another name can't be called.</summary>
    private void CheckCommandName(string value, int part)
    {
        if (value.Length > 0)
        {
            _errors.Add($"has a part {part} that gives a command another name, which the bridge does not support.");
        }
    }

    private void SetKeepAlive(string name, string value)
    {
        // 0 and -1 leave it to the client.
        int seconds = Number(name, value, least: -1, most: 3_600);
        if (seconds > 0)
        {
            _settings.KeepAlive = TimeSpan.FromSeconds(seconds);
        }
    }

    private SslProtocols TlsVersions(string name, string value)
    {
        if (!Enum.TryParse(value.Replace('|', ','), ignoreCase: true, out SslProtocols versions) || int.TryParse(value, CultureInfo.InvariantCulture, out _))
        {
            _errors.Add($"has an option '{name}' that must be versions of TLS, such as tls12|tls13.");
        }

        return versions;
    }

    private bool Boolean(string name, string value)
    {
        if (value is "1" || value.Equals("yes", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        if (value is "0" || value.Equals("no", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        if (!bool.TryParse(value, out bool result))
        {
            _errors.Add($"has an option '{name}' that must be true or false.");
        }

        return result;
    }

    private bool Protocol(string name, string value)
    {
        bool isResp2 = value is "2" or "resp2" or "RESP2";
        if (!isResp2 && value is not ("3" or "resp3" or "RESP3"))
        {
            _errors.Add($"has an option '{name}' that must be resp2 or resp3.");
        }

        return isResp2;
    }

    private TimeSpan Milliseconds(string name, string value) => TimeSpan.FromMilliseconds(Number(name, value, least: 1, most: 600_000));

    private int Number(string name, string value, int least, int most)
    {
        if (int.TryParse(value, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most)
        {
            return number;
        }

        _errors.Add($"has an option '{name}' that must be a whole number from {least} to {most}.");
        return least;
    }
}
