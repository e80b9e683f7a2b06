// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Tests.History;

/// <summary>The specification for a node that is alone.</summary>
public sealed class InMemoryHistorySpecificationTests : HistorySpecification;

/// <summary>The specification of messages for a node that is alone.</summary>
public sealed class InMemoryHistoryMessagesTests : HistoryMessagesSpecification;

/// <summary>The specification of races for a node that is alone.</summary>
[Collection(ConcurrencyCollection.Name)]
public sealed class InMemoryHistoryRaceTests : HistoryRaceSpecification;
