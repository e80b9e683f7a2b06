// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Interop.Tests.SockJSOracle;

/// <summary>The same requests to sockjs-node and to Bridge.SockJS: the same bytes, but for the intended differences.</summary>
public sealed class SockJSOracleTests(OracleServers servers) : IClassFixture<OracleServers>
{
    private static readonly Dictionary<string, OracleCase> Cases =
        RoutingCases.All.Concat(SessionCases.All).Concat(EscapeCases.All).Concat(WebSocketCases.All).DistinctBy(one => one.Name).ToDictionary(one => one.Name);

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Conversation_WithBothServers_IsTheSame(string name)
    {
        string node = await HoldAsync(name, servers.NodePort);
        string bridge = await HoldAsync(name, servers.BridgePort);
        string expected = IntendedDifferences.All.Aggregate(node, (text, difference) => difference.Apply(name, text));
        Assert.Equal(expected, bridge);
    }

    [Fact]
    public async Task IntendedDifferences_AllOfThem_AreSeenInSomeCase()
    {
        foreach (IntendedDifference difference in IntendedDifferences.All)
        {
            bool isSeen = false;
            foreach (string name in Cases.Keys.Where(difference.AppliesTo))
            {
                string node = await HoldAsync(name, servers.NodePort);
                isSeen = difference.Apply(name, node) != node;
                if (isSeen)
                {
                    break;
                }
            }

            Assert.True(isSeen, $"sockjs-node no longer differs: {difference}");
        }
    }

    [Fact]
    public void EscapedCharacters_OfThePublicSuite_AreAllThere() => Assert.Equal(1_093, EscapeCases.EscapedCount);

    private static async Task<string> HoldAsync(string name, int port)
    {
        using Conversation talk = new(port);
        await Cases[name].HoldAsync(talk);
        return talk.Transcript;
    }
}
