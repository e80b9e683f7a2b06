// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Backplane;

/// <summary>Where the result of a client's method goes.</summary>
/// <param name="InvocationId">The id of the invocation, unique in the farm.</param>
/// <param name="ReturnTo">What the backplane of the asking node calls the way back.</param>
public sealed record BackplaneResultRequest(string InvocationId, string ReturnTo);
