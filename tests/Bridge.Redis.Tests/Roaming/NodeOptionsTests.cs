// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Roaming;

namespace Bridge.Redis.Tests.Roaming;

public sealed class NodeOptionsTests
{
    [Theory]
    [InlineData("http://[::]:5000", "http://10.0.0.7:5001", "http://*:5000")]
    [InlineData("https://127.0.0.1:5001", "http://127.0.0.1:5000", "http://127.0.0.1:5000")]
    [InlineData("http://unix:/tmp/socket", "https://localhost:5001", "https://localhost:5001")]
    public void Choose_SeveralAddresses_TakesOneThatOthersCanReach(string first, string second, string expected)
    {
        string chosen = NodeAddress.Choose([first, second])!;
        Assert.Equal(new Uri(expected.Replace('*', 'x')).Port, new Uri(chosen).Port);
        Assert.True(expected.Contains('*') ? !chosen.Contains("[::]", StringComparison.Ordinal) : chosen == expected, chosen);
    }

    [Fact]
    public void Choose_NoAddress_IsNone() => Assert.Null(NodeAddress.Choose([]));

    [Theory]
    [InlineData("ftp://10.0.0.7:21")]
    [InlineData("10.0.0.7:5000")]
    [InlineData("http://10.0.0.7:5000/path")]
    [InlineData("http://user@10.0.0.7:5000")]
    [InlineData("")]
    public void Validate_WrongAddressAndShortSecret_NamesBothAndNoSecret(string address)
    {
        string[] errors = [.. new BridgeNodeOptionsValidator().Validate(null, new BridgeNodeOptions { Address = address, Secret = "hush" }).Failures!];
        Assert.Equal(2, errors.Length);
        Assert.StartsWith("Bridge:Node:Secret", errors[0], StringComparison.Ordinal);
        Assert.StartsWith("Bridge:Node:Address", errors[1], StringComparison.Ordinal);
        Assert.DoesNotContain("hush", string.Concat(errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("http://10.0.0.7:5000")]
    [InlineData("https://node-3.internal/")]
    public void Validate_Right_IsRight(string? address) =>
        Assert.True(new BridgeNodeOptionsValidator().Validate(null, new BridgeNodeOptions { Address = address, Secret = RoamingNode.Secret }).Succeeded);
}
