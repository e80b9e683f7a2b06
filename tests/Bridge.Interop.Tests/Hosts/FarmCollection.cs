// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Interop.Tests.Hosts;

/// <summary>Tests against a farm; they share its processes.</summary>
[CollectionDefinition(Name)]
public sealed class FarmCollection : ICollectionFixture<FarmHost>
{
    public const string Name = "The farm";
}
