// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Limits;

namespace Bridge.Core.Tests.Limits;

/// <summary>The specification for one node.</summary>
public sealed class InMemoryConnectionQuotasTests : ConnectionQuotasSpecification
{
    private protected override IConnectionQuotas Quotas { get; } = new InMemoryConnectionQuotas();
}
