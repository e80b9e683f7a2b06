// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Tests.Hubs;

/// <summary>The specification on a single node.</summary>
public sealed class HubLifetimeManagerSpecificationTests : HubLifetimeManagerSpecification;
