// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;

namespace Bridge.Interop.Tests.Driver;

/// <summary>One client inside the <see cref="NodeDriver"/>.</summary>
public sealed class NodeClient(NodeDriver driver, string name)
{
    /// <summary>Calls a method of the client and waits for its outcome.</summary>
    /// <exception cref="ClientException">The client said no.</exception>
    public Task<JsonElement> CallAsync(string op, params object?[] args) => driver.CallAsync(name, op, args);

    public void Forget() => driver.Forget(name);
}
