// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.SockJS.Tests.Hosts;

namespace Bridge.SockJS.Tests.Conformance;

/// <summary>The test host for one test of several; it goes on when the test is over.</summary>
/// <param name="host">The test host.</param>
internal sealed class SharedTestHost(TestHostProcess host) : IRawServer
{
    private readonly List<RawResponse> _responses = [];

    public TimeProvider Clock => TimeProvider.System;

    public async Task<RawResponse> SendAsync(string method, string target, string? body = null, params string[] headers)
    {
        RawResponse response = await host.SendAsync(method, target, body, headers);
        _responses.Add(response);
        return response;
    }

    public ValueTask DisposeAsync()
    {
        _responses.ForEach(response => response.Dispose());
        return ValueTask.CompletedTask;
    }
}
