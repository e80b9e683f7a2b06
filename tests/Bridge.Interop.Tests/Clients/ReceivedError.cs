// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Interop.Tests.Clients;

/// <summary>An error of the connection as a Pusher client reports it.</summary>
public sealed record ReceivedError(int? Code, string? Message);
