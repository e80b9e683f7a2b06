// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Farm.Tests.Nodes;

/// <summary>The tests share one farm, and so run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class FarmCollection : ICollectionFixture<BridgeFarm>
{
    public const string Name = "The farm";
}
