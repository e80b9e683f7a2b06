// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;

namespace Bridge.Testing.Transport;

/// <summary>An address that exists in this process only.</summary>
internal sealed class InMemoryEndPoint : EndPoint
{
    public override string ToString() => "in-memory";
}
