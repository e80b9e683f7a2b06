// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.LoadTest.Measurement;

namespace Bridge.LoadTest.Comparison;

/// <summary>What one server did in one round.</summary>
/// <param name="Result">The scenario itself.</param>
/// <param name="Control">The same without what the scenario is about, for scenarios that are measured against that.</param>
internal sealed record Sample(RunResult Result, RunResult? Control);
