// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Mapping;

/// <summary>A hub method as the app names it.</summary>
/// <param name="Name">Its name in C# or the one of its <c>HubMethodName</c>.</param>
/// <param name="Arguments">What its parameters get; empty: found by name and position.</param>
internal sealed record MethodDeclaration(string Name, IReadOnlyList<string> Arguments);
