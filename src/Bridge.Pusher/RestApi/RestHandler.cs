// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Pusher.RestApi;

/// <summary>Answers an authenticated REST request, or says why not and leaves the answer to the caller.</summary>
/// <param name="request">The request.</param>
internal delegate ValueTask<HttpError?> RestHandler(RestRequest request);
