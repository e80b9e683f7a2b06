// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Tests.Hubs;

/// <summary>What a test client speaks.</summary>
public enum ClientKind
{
    Native,
    Dialect,
}
