// Licensed under the MIT License. See LICENSE in the repository root.

using System.CommandLine;
using Bridge.Server.Check.Probes;
using Bridge.Server.Demo;
using Bridge.Server.Hosting;

namespace Bridge.Server.Check;

/// <summary><c>check URL</c>: walks every transport and dialect against a running server and says what does not get through.</summary>
internal static class CheckCommand
{
    private const string Name = "check";

    /// <summary>Whether the arguments of the program are this command.</summary>
    public static bool Matches(string[] args) => args is [Name, ..];

    /// <summary>Runs the command.</summary>
    /// <param name="args">The arguments of the program.</param>
    /// <returns>The exit code: failure when something does not get through.</returns>
    public static Task<int> RunAsync(string[] args)
    {
        var url = new Argument<string>("url") { Description = "The address that clients use, with the path in front if there is one." };
        var key = new Option<string>("--key") { Description = "The app's key.", DefaultValueFactory = _ => DemoApp.Key };
        var appId = new Option<string>("--app-id") { Description = "The app's id.", DefaultValueFactory = _ => DemoApp.Id };
        var secret = new Option<string?>("--secret") { Description = "The app's secret, to try the REST API; that of the demo app for its key." };
        var origin = new Option<string?>("--origin") { Description = "The page that clients run on, for example https://app.example." };
        var hub = new Option<string?>("--hub") { Description = "The path of an app's own hub, for example /chat, where this is no Bridge server but an app with the bridge in it." };
        var token = new Option<string?>("--token") { Description = "A bearer token that all requests carry, for hubs that want to know who it is." };
        var timeout = new Option<double>("--timeout") { Description = "Seconds that each check may take.", DefaultValueFactory = _ => 5 };
        url.Validators.Add(result => Require(result, IsAddress(result.GetValueOrDefault<string>()), "The address must begin with http:// or https://."));
        timeout.Validators.Add(result => Require(result, result.GetValueOrDefault<double>() is > 0 and <= 600, "--timeout must be above 0, at most 600."));

        hub.Validators.Add(result => Require(result, result.GetValueOrDefault<string?>() is null or ['/', _, ..], "--hub must begin with /."));

        var command = new Command(Name, "Says what of a running server clients can reach, and what to change.")
        {
            url, key, appId, secret, origin, hub, token, timeout,
        };
        command.SetAction((arguments, _) => CheckAsync(new CheckTarget(new Uri(arguments.GetValue(url)!))
        {
            Key = arguments.GetValue(key)!,
            AppId = arguments.GetValue(appId)!,
            Secret = arguments.GetValue(secret) ?? (arguments.GetValue(key) == DemoApp.Key ? DemoApp.Secret : null),
            Origin = arguments.GetValue(origin),
            OwnHub = arguments.GetValue(hub)?.TrimEnd('/'),
            Token = arguments.GetValue(token),
            Patience = TimeSpan.FromSeconds(arguments.GetValue(timeout)),
        }));
        return new RootCommand("The Bridge server.") { command }.Parse(args).InvokeAsync();
    }

    private static async Task<int> CheckAsync(CheckTarget target)
    {
        using CheckTarget checkedTarget = target;
        var runner = new CheckRunner(target);
        CheckResult server = await runner.RunAsync(target.OwnHub is null ? new ServerProbe() : new AppProbe(target.Hub));
        CheckResult[] results = server.Status == CheckStatus.Broken ? [server] : [server, .. await runner.RunAsync(CheckProbes.All(target))];
        CheckReport.Write(Console.Out, results);
        return results.Any(result => result.Status == CheckStatus.Broken) ? ExitCode.Failure : ExitCode.Success;
    }

    private static bool IsAddress(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out Uri? address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);

    private static void Require(System.CommandLine.Parsing.SymbolResult result, bool met, string error)
    {
        if (!met)
        {
            result.AddError(error);
        }
    }
}
