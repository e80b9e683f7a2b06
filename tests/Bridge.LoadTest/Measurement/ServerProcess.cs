// Licensed under the MIT License. See LICENSE in the repository root.

using System.Globalization;

namespace Bridge.LoadTest.Measurement;

/// <summary>The observed server, read from /proc.</summary>
internal sealed class ServerProcess(int id)
{
    // USER_HZ: what /proc counts CPU time in, on every Linux that .NET runs on.
    private const double TicksPerSecond = 100;

    private const int UserTimeField = 11;
    private const int SystemTimeField = 12;

    /// <summary>User and kernel time so far, to 10 ms.</summary>
    public double ReadCpuSeconds()
    {
        var stat = File.ReadAllText($"/proc/{id}/stat");

        // The program's name is in brackets and may hold anything; the fields are counted from behind it.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (Parse(fields[UserTimeField]) + Parse(fields[SystemTimeField])) / TicksPerSecond;
    }

    /// <summary>Resident memory; the kernel's socket buffers are not in it.</summary>
    public long ReadResidentKilobytes()
    {
        foreach (var line in File.ReadLines($"/proc/{id}/status"))
        {
            if (line.StartsWith("VmRSS:", StringComparison.Ordinal))
            {
                return Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1]);
            }
        }

        throw new LoadTestException($"Process {id} has no resident memory.");
    }

    private static long Parse(string number) => long.Parse(number, CultureInfo.InvariantCulture);
}
