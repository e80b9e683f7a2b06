// Licensed under the MIT License. See LICENSE in the repository root.

using System.Globalization;
using System.Net.Sockets;
using System.Text;

/// <summary>
/// Runs inside the observed server (<c>DOTNET_STARTUP_HOOKS</c>) and tells everyone who connects to the Unix socket named by
/// <c>BRIDGE_LOADTEST_PROBE</c> how many bytes the process has allocated on the managed heap. So every .NET server can be
/// measured the same way, without an endpoint of its own.
/// </summary>
internal static class StartupHook
{
    /// <summary>Called by the runtime before the program's own entry point.</summary>
    public static void Initialize()
    {
        var path = Environment.GetEnvironmentVariable("BRIDGE_LOADTEST_PROBE");
        if (string.IsNullOrEmpty(path))
        {
            return;
        }

        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();

        // A thread of its own: the probe must not add work to the server's thread pool.
        new Thread(() => Answer(listener)) { IsBackground = true, Name = "Load test probe" }.Start();
    }

    private static void Answer(Socket listener)
    {
        while (true)
        {
            using var caller = listener.Accept();
            var allocated = GC.GetTotalAllocatedBytes().ToString(CultureInfo.InvariantCulture);
            try
            {
                caller.Send(Encoding.ASCII.GetBytes(allocated));
            }
            catch (SocketException)
            {
                // The caller has gone; the next one is served all the same.
            }
        }
    }
}
