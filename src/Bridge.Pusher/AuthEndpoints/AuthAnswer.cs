// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;

namespace Bridge.Pusher.AuthEndpoints;

/// <summary>Writes the answer to a request as one JSON value, or says why not.</summary>
/// <param name="request">The request.</param>
/// <param name="writer">Where to; what was written before an error is thrown away.</param>
internal delegate ValueTask<HttpError?> AuthAnswer(AuthRequest request, Utf8JsonWriter writer);
