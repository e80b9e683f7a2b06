// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Webhooks;
using Bridge.Server.Hosting;

namespace Bridge.Server.Commands;

/// <summary>
/// <c>replay-webhooks FILE</c>: sends the dead letters of a file to the webhooks of the configuration, without starting the
/// server. What is left over goes to <c>FILE.unsent</c>, in the same form.
/// </summary>
internal static class ReplayWebhooksCommand
{
    private const string Name = "replay-webhooks";
    private const string UnsentSuffix = ".unsent";

    /// <summary>The file to replay when the arguments are this command.</summary>
    /// <param name="args">The arguments of the program; without those of the command afterwards.</param>
    /// <returns>The file, empty when it is missing; null when the arguments are something else.</returns>
    public static string? Take(ref string[] args)
    {
        if (args is not [Name, ..])
        {
            return null;
        }

        string file = args.Length > 1 && !args[1].StartsWith('-') ? args[1] : "";
        args = args[(file.Length > 0 ? 2 : 1)..];
        return file;
    }

    /// <summary>Replays a file.</summary>
    /// <param name="services">The services of the server.</param>
    /// <param name="file">The file.</param>
    /// <returns>The exit code: failure when lines are left over.</returns>
    public static async Task<int> RunAsync(IServiceProvider services, string file)
    {
        string unsentFile = file + UnsentSuffix;
        if (!File.Exists(file) || File.Exists(unsentFile))
        {
            Console.Error.WriteLine(file.Length == 0 ? $"Name the file with the dead letters: {Name} FILE"
                : !File.Exists(file) ? $"There is no file '{file}'."
                : $"'{unsentFile}' is there already: replay or remove it first.");
            return ExitCode.Failure;
        }

        WebhookReplayResult result = await services.GetRequiredService<WebhookReplay>().ReplayAsync(
            File.ReadLinesAsync(file),
            async (line, reason) =>
            {
                await File.AppendAllTextAsync(unsentFile, line + "\n");
                Console.Error.WriteLine($"Not sent: {reason}.");
            });
        Console.WriteLine($"{result.Delivered} delivered, {result.Unsent} left over{(result.Unsent > 0 ? $" in {unsentFile}" : "")}.");
        return result.Unsent == 0 ? ExitCode.Success : ExitCode.Failure;
    }
}
