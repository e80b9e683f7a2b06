// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Core.DependencyInjection;

/// <summary>Adds dialects to the bridge.</summary>
public sealed class BridgeBuilder
{
    internal BridgeBuilder(IServiceCollection services) => Services = services;

    /// <summary>The app's services.</summary>
    public IServiceCollection Services { get; }
}
