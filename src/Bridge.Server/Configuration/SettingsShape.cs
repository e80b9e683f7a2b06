// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections;
using System.Collections.Frozen;
using System.Reflection;

namespace Bridge.Server.Configuration;

/// <summary>What a configuration key may hold: one value, a list, or a section with named settings.</summary>
internal sealed class SettingsShape
{
    private static readonly FrozenDictionary<string, SettingsShape> NoMembers = FrozenDictionary<string, SettingsShape>.Empty;

    private SettingsShape(Type? valueType, SettingsShape? items, FrozenDictionary<string, SettingsShape> members)
    {
        ValueType = valueType;
        Items = items;
        Members = members;
    }

    /// <summary>The type of a single value; null for a list or a section.</summary>
    public Type? ValueType { get; }

    /// <summary>What each item of a list holds; null for a value or a section.</summary>
    public SettingsShape? Items { get; }

    /// <summary>The settings of a section by name; empty for a value or a list.</summary>
    public FrozenDictionary<string, SettingsShape> Members { get; }

    /// <summary>The shape of what is bound to a type.</summary>
    public static SettingsShape Of(Type type)
    {
        Type valueType = Nullable.GetUnderlyingType(type) ?? type;
        if (valueType.IsValueType || valueType == typeof(string))
        {
            return new SettingsShape(valueType, null, NoMembers);
        }

        if (typeof(IEnumerable).IsAssignableFrom(type))
        {
            return new SettingsShape(null, Of(type.GetGenericArguments()[0]), NoMembers);
        }

        // What is code can be set in code only.
        return Section(type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => !typeof(Delegate).IsAssignableFrom(property.PropertyType))
            .Select(property => KeyValuePair.Create(property.Name, Of(property.PropertyType))));
    }

    /// <summary>This section with one more section in it.</summary>
    public SettingsShape With(string name, Type type) => Section(Members.Append(KeyValuePair.Create(name, Of(type))));

    private static SettingsShape Section(IEnumerable<KeyValuePair<string, SettingsShape>> members) =>
        new(null, null, members.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase));
}
