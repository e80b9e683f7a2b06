// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Redis.Roaming;

/// <summary>Another node of the farm. It is disposed of when it has given no sign of life for too long.</summary>
internal sealed class KnownNode : IDisposable
{
    private readonly CancellationTokenSource _gone = new();

    /// <param name="id">Its id, new with each start.</param>
    /// <param name="address">Where it is reached.</param>
    public KnownNode(string id, string address)
    {
        Id = id;
        Address = address;
        Gone = _gone.Token;
    }

    public string Id { get; }

    public string Address { get; }

    /// <summary>Cancelled when the node is gone.</summary>
    public CancellationToken Gone { get; }

    /// <summary>Since when it has not been seen; null while all is well. For the one who looks after it.</summary>
    public long? MissingSince { get; set; }

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }
}
