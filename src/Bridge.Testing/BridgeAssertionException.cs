// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Testing;

/// <summary>What a test expected did not happen; the message says what did.</summary>
/// <param name="message">What was expected and what happened.</param>
public sealed class BridgeAssertionException(string message) : Exception(message);
