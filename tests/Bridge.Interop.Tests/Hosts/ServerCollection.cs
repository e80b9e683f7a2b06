// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Interop.Tests.Hosts;

/// <summary>Tests against the program; they share its processes.</summary>
[CollectionDefinition(Name)]
public sealed class ServerCollection : ICollectionFixture<ServerHost>
{
    public const string Name = "The server program";
}
