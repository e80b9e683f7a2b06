// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Tests;

/// <summary>
/// Tests that need several threads to be at one thing at the same instant. They run alone: next to other tests, a machine
/// with few cores would run their threads one after the other, and they would prove nothing.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ConcurrencyCollection
{
    public const string Name = "Concurrency";
}
