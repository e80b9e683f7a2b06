// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.Connections;

namespace Bridge.Server.Hosting;

/// <summary>Runs the server to its end.</summary>
internal static class WebApplicationRunExtensions
{
    /// <summary>Runs until the server is told to stop. An address that another program has is an error message, not a crash.</summary>
    public static async Task<int> RunToExitCodeAsync(this WebApplication app)
    {
        try
        {
            await app.RunAsync();
            return ExitCode.Success;
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            Console.Error.WriteLine($"{exception.Message} Choose another one, for example with --urls http://127.0.0.1:5050");
            return ExitCode.Failure;
        }
    }
}
