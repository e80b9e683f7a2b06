// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;

namespace Bridge.Interop.Tests.Driver;

/// <summary>What a program printed, kept for the message of a test that fails.</summary>
public sealed class LineLog
{
    private readonly Lock _lock = new();
    private readonly StringBuilder _text = new();

    public int Length
    {
        get
        {
            lock (_lock)
            {
                return _text.Length;
            }
        }
    }

    public void Add(string line)
    {
        lock (_lock)
        {
            _text.AppendLine(line);
        }
    }

    public string Since(int length)
    {
        lock (_lock)
        {
            return _text.ToString(length, _text.Length - length);
        }
    }

    public override string ToString() => Since(0);
}
