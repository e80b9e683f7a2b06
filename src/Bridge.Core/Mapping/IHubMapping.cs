// Licensed under the MIT License. See LICENSE in the repository root.

using System.Reflection;

namespace Bridge.Core.Mapping;

/// <summary>An attribute of a hub or of one of its methods that maps it, in the words of a dialect.</summary>
public interface IHubMapping
{
    /// <summary>Says what the attribute says.</summary>
    /// <param name="map">The hub's mapping.</param>
    /// <param name="method">The method that has the attribute; null when the hub itself has it.</param>
    void Apply(HubMapBuilder map, MethodInfo? method);
}
