// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Tests.Hubs;

/// <summary>A connection of a test hub, whatever it speaks.</summary>
internal abstract class TestClient
{
    /// <summary>How long anything may take before a test says that it does not happen.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public abstract string ConnectionId { get; }

    /// <summary>The next event, as <c>target [arguments]</c>.</summary>
    public abstract Task<string> ReadAsync();

    public async Task<string[]> ReadAsync(int count)
    {
        var all = new string[count];
        for (int i = 0; i < count; i++)
        {
            all[i] = await ReadAsync();
        }

        return all;
    }

    /// <summary>Ends the connection as a client that goes away does.</summary>
    public abstract Task DisconnectAsync();
}
