// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Interop.Tests.Driver;

/// <summary>A client refused an operation or was refused by the server; the message is the client's own.</summary>
public sealed class ClientException(string message) : Exception(message);
