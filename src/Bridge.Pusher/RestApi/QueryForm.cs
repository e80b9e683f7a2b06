// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Pusher.RestApi;

/// <summary>
/// How the query string of a request relates to the parameters that its signature was made over: libraries sign the values
/// without escapes, but send them in different ways.
/// </summary>
internal enum QueryForm
{
    /// <summary>Sent as they were signed (Node, Go).</summary>
    Raw,

    /// <summary>Sent percent-encoded; a plus is a plus.</summary>
    Decoded,

    /// <summary>Sent as a form; a plus is a space.</summary>
    PlusIsSpace,

    /// <summary>Sent as a form with one <c>key[n]</c> for each entry of an array, signed as one <c>key</c> with commas (PHP).</summary>
    ArraysJoined,
}
