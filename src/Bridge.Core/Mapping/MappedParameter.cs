// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Mapping;

/// <summary>A parameter of a hub method that the client gives.</summary>
/// <param name="Name">Its name, or that of the data's member when <paramref name="Source"/> says so.</param>
/// <param name="Type">Its type.</param>
/// <param name="Source">Where its value comes from.</param>
/// <param name="Default">The JSON of its default; null when it must be given.</param>
internal sealed record MappedParameter(string Name, Type Type, ArgumentSource Source, ReadOnlyMemory<byte>? Default)
{
    /// <summary>Whether a text goes in as it is, even when it holds JSON.</summary>
    public bool TakesText => Type == typeof(string) || Type == typeof(object);
}
