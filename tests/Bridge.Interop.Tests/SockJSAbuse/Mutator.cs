// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Interop.Tests.SockJSAbuse;

/// <summary>Spoils requests at random, always in the same way for one seed.</summary>
/// <param name="seed">The seed.</param>
internal sealed class Mutator(int seed)
{
    private const int MostChanges = 4;
    private const int MostNoise = 200;

    private readonly Random _random = new(seed);

    /// <summary>Changes, drops, doubles or adds some bytes.</summary>
    public byte[] Change(byte[] request)
    {
        List<byte> changed = [.. request];
        for (int changes = _random.Next(1, MostChanges + 1); changes > 0 && changed.Count > 0; changes--)
        {
            int at = _random.Next(changed.Count);
            int length = _random.Next(1, Math.Min(20, changed.Count - at) + 1);
            switch (_random.Next(4))
            {
                case 0: changed[at] = (byte)_random.Next(256); break;
                case 1: changed.RemoveRange(at, length); break;
                case 2: changed.InsertRange(at, changed.GetRange(at, length)); break;
                default: changed.InsertRange(at, Noise(length)); break;
            }
        }

        return [.. changed];
    }

    /// <summary>Adds bytes that mean nothing.</summary>
    public byte[] AppendNoise(byte[] request) => [.. request, .. Noise(_random.Next(1, MostNoise))];

    private byte[] Noise(int length)
    {
        byte[] noise = new byte[length];
        _random.NextBytes(noise);
        return noise;
    }
}
