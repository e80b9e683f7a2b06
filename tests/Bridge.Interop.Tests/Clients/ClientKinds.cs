// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Interop.Tests.Clients;

/// <summary>Which clients a theory runs with.</summary>
public static class ClientKinds
{
    private static readonly ClientKind[] Kinds = Enum.GetValues<ClientKind>();

    public static TheoryData<ClientKind> All => [.. Kinds];

    /// <summary>Everyone to everyone, the same kind included.</summary>
    public static TheoryData<ClientKind, ClientKind> Pairs => PairsOf(Kinds);

    /// <summary>One dialect to the other, both ways.</summary>
    public static TheoryData<ClientKind, ClientKind> Across => Of(
        [ClientKind.PusherJs, ClientKind.PusherJs4, ClientKind.SignalRJs, ClientKind.SignalRDotNet],
        (from, to) => from.IsSignalR() != to.IsSignalR());

    /// <summary>Clients that can sign in as a user.</summary>
    public static TheoryData<ClientKind> WithUsers =>
        [ClientKind.PusherJs, ClientKind.PusherJs7, ClientKind.SignalRJs, ClientKind.SignalRDotNet];

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
