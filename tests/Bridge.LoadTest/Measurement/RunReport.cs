// Licensed under the MIT License. See LICENSE in the repository root.

using System.Globalization;
using System.Text;

namespace Bridge.LoadTest.Measurement;

/// <summary>A result as lines for people.</summary>
internal static class RunReport
{
    public static string Format(RunResult result)
    {
        var text = new StringBuilder();
        Line($"connections          {result.Connections} ({result.ConnectionsPerSecond:F0} a second)");
        if (result.Published > 0)
        {
            Line($"deliveries/s         {result.DeliveriesPerSecond:F0}");
            Line($"messages/s           {1e6 / result.MicrosecondsPerMessage:F0}");
            Line($"messages per frame   {result.MessagesPerFrame:F1}");
            Line($"CPU s per million    {result.CpuSecondsPerMillion:F3}");
            Line($"garbage per delivery {result.AllocatedBytesPerDelivery:F0} bytes");
            Line($"cores                server {result.ServerCores:F2}, generator {result.GeneratorCores:F2}");
            Line($"latency              p50 {result.P50Microseconds:F0}, p99 {result.P99Microseconds:F0}, max {result.MaxMicroseconds:F0} us");
        }

        Line($"KB per connection    {result.KilobytesPerConnection:F1}");
        Line($"lost                 {result.Lost}");
        text.Append(CultureInfo.InvariantCulture, $"disconnects          {result.Disconnects}");
        return text.ToString();

        void Line(FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
    }
}
