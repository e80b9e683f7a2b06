// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.LoadTest.Measurement;

/// <summary>All counters at one moment; a measurement is the difference of two.</summary>
internal readonly record struct Snapshot(
    long Time,
    long Published,
    long Delivered,
    long Frames,
    double ServerCpuSeconds,
    double GeneratorCpuSeconds,
    long AllocatedBytes)
{
    public static Snapshot operator -(Snapshot later, Snapshot earlier) => new(
        later.Time - earlier.Time,
        later.Published - earlier.Published,
        later.Delivered - earlier.Delivered,
        later.Frames - earlier.Frames,
        later.ServerCpuSeconds - earlier.ServerCpuSeconds,
        later.GeneratorCpuSeconds - earlier.GeneratorCpuSeconds,
        later.AllocatedBytes - earlier.AllocatedBytes);
}
