// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.LoadTest;

/// <summary>The run can't be made or says nothing.</summary>
internal sealed class LoadTestException(string message) : Exception(message);
