// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Redis.Resp;

/// <summary>The peer sent something that the Redis protocol does not know or that passes a limit; the connection is of no more use.</summary>
/// <param name="what">What it sent.</param>
internal sealed class RespProtocolException(string what) : IOException($"The Redis protocol was broken: {what}.");
