// Licensed under the MIT License. See LICENSE in the repository root.

using System.Reflection;
using Bridge.Interop.Tests.Driver;

namespace Bridge.Interop.Tests.Hosts;

/// <summary>Starts Bridge.Server, or a sample, as it was built, on a free port of the loopback address.</summary>
internal static class ServerProcess
{
    /// <summary>Starts Bridge.Server.</summary>
    /// <param name="settings">How it is configured.</param>
    /// <param name="more">Further arguments of its command line.</param>
    public static Task<ListeningProcess> StartAsync(ServerSettings settings, params string[] more)
    {
        IEnumerable<string> arguments = settings.IsStandard
            ? []
            : settings.ToConfiguration().Select(setting => $"--{setting.Key}={setting.Value}");
        return StartAsync(Path.Combine("src", "Bridge.Server"), "Bridge.Server.dll", [.. arguments, .. more]);
    }

    /// <summary>Starts a program of this repository and waits until it is ready.</summary>
    /// <param name="project">The folder of its project.</param>
    /// <param name="program">The file that its build makes.</param>
    /// <param name="arguments">Its command line, without the address.</param>
    public static Task<ListeningProcess> StartAsync(string project, string program, IEnumerable<string> arguments)
    {
        string configuration = typeof(ServerProcess).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        string folder = Path.Combine(Repository.Root, project, "bin", configuration, "net10.0");
        return ListeningProcess.StartAsync(folder, "dotnet", [Path.Combine(folder, program), "--urls=http://127.0.0.1:0", .. arguments]);
    }
}
