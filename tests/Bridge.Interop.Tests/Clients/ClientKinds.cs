// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Interop.Tests.Clients;

/// <summary>Which clients a theory runs with.</summary>
public static class ClientKinds
{
    private static readonly ClientKind[] Kinds = Enum.GetValues<ClientKind>();

    private static readonly ClientKind[] WithoutFallbacks =
        [.. Kinds.Where(kind => kind is not (ClientKind.PusherJsStreaming or ClientKind.PusherJsPolling))];

    public static TheoryData<ClientKind> All => [.. Kinds];

    /// <summary>Everyone to everyone, the same kind included.</summary>
    public static TheoryData<ClientKind, ClientKind> Pairs => PairsOf(Kinds);

    /// <summary>
    /// Clients whose messages arrive in the order in which they send them. The fallbacks of pusher-js send each in a request of its
    /// own and don't wait for the one before.
    /// </summary>
    public static TheoryData<ClientKind> SendingInOrder => [.. WithoutFallbacks];

    /// <summary>Everyone to everyone, of the <see cref="SendingInOrder"/>.</summary>
    public static TheoryData<ClientKind, ClientKind> PairsSendingInOrder => PairsOf(WithoutFallbacks);

    /// <summary>One dialect to the other, both ways.</summary>
    public static TheoryData<ClientKind, ClientKind> Across => Of(
        [ClientKind.PusherJs, ClientKind.PusherJs4, ClientKind.SignalRJs, ClientKind.SignalRDotNet],
        (from, to) => from.IsSignalR() != to.IsSignalR());

    /// <summary>Clients that can sign in as a user.</summary>
    public static TheoryData<ClientKind> WithUsers =>
        [.. Kinds.Where(kind => kind is not (ClientKind.PusherJs4 or ClientKind.Echo))];

    public static TheoryData<ClientKind, ClientKind> PairsOf(params ClientKind[] kinds) => Of(kinds, (_, _) => true);

    public static bool IsSignalR(this ClientKind kind) => kind is ClientKind.SignalRJs or ClientKind.SignalRDotNet;

    private static TheoryData<ClientKind, ClientKind> Of(ClientKind[] kinds, Func<ClientKind, ClientKind, bool> wanted)
    {
        TheoryData<ClientKind, ClientKind> pairs = [];
        foreach (ClientKind from in kinds)
        {
            foreach (ClientKind to in kinds)
            {
                if (wanted(from, to))
                {
                    pairs.Add(from, to);
                }
            }
        }

        return pairs;
    }
}
