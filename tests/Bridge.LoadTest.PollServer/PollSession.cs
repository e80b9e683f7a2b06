// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.SockJS.Sessions;

namespace Bridge.LoadTest.PollServer;

/// <summary>The messages that wait for the next poll, and the poll that waits for messages.</summary>
internal sealed class PollSession
{
    private readonly Lock _sync = new();
    private List<byte[]> _waiting = [];
    private List<byte[]> _taken = [];
    private Receiver? _receiver;
    private bool _isOpen;

    /// <summary>Lets a poll take the next frame.</summary>
    public void Attach(Receiver receiver)
    {
        lock (_sync)
        {
            _receiver = receiver;
            if (!_isOpen || _waiting.Count > 0)
            {
                receiver.Wake();
            }
        }
    }

    /// <summary>Lets a message, a JSON string with its quotes, wait for the next poll.</summary>
    public void Send(byte[] message)
    {
        lock (_sync)
        {
            _waiting.Add(message);
            _receiver?.Wake();
        }
    }

    /// <summary>Writes what there is as one frame.</summary>
    /// <returns>Its length; 0 when there is nothing.</returns>
    public int Take(Span<byte> frame)
    {
        lock (_sync)
        {
            if (!_isOpen)
            {
                _isOpen = true;
                "o\n"u8.CopyTo(frame);
                return 2;
            }

            if (_waiting.Count == 0)
            {
                return 0;
            }

            (_waiting, _taken) = (_taken, _waiting);
            _receiver = null;
        }

        int length = Write(frame);
        _taken.Clear();
        return length;
    }

    private int Write(Span<byte> frame)
    {
        "a["u8.CopyTo(frame);
        int length = 2;
        foreach (byte[] message in _taken)
        {
            message.CopyTo(frame[length..]);
            length += message.Length;
            frame[length++] = (byte)',';
        }

        "]\n"u8.CopyTo(frame[(length - 1)..]);
        return length + 1;
    }
}
