// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Hubs;

/// <summary>An invocation as it stands in the JSON of another node.</summary>
/// <param name="Target">The client method.</param>
/// <param name="Arguments">The array of arguments, in UTF-8.</param>
/// <param name="FirstArgument">The first argument with the white space around it, or null.</param>
/// <param name="Count">The number of arguments.</param>
internal sealed record RemoteInvocation(
    string Target, ReadOnlyMemory<byte> Arguments, ReadOnlyMemory<byte>? FirstArgument, int Count);
