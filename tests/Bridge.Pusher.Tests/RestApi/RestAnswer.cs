// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Pusher.Tests.RestApi;

/// <summary>What came back for a request.</summary>
internal sealed record RestAnswer(int Status, string? ContentType, string Body);
