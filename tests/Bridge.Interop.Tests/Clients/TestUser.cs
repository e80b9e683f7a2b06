// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Interop.Tests.Clients;

/// <summary>A user of the tested application. The user info of presence channels is the whole record: Laravel Echo shows nothing else.</summary>
public sealed record TestUser(string Id, string Name)
{
    public static TestUser Ann { get; } = new("ann", "Ann");

    public static TestUser Bob { get; } = new("bob", "Bob");
}
