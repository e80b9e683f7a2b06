// Licensed under the MIT License. See LICENSE in the repository root.

using System.Reflection;

namespace Bridge.Architecture.Tests;

/// <summary>Names of types as C# writes them, without their namespaces.</summary>
internal static class TypeName
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(char)] = "char",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(double)] = "double",
    };

    public static string Of(Type type)
    {
        if (Keywords.TryGetValue(type, out string? keyword))
        {
            return keyword;
        }

        if (type.IsArray || type.IsByRef)
        {
            return Of(type.GetElementType()!) + (type.IsArray ? "[]" : string.Empty);
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Of(underlying) + "?";
        }

        string nesting = type.IsNested && !type.IsGenericParameter ? Of(type.DeclaringType!) + "." : string.Empty;
        return nesting + (type.IsGenericType
            ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>"
            : type.Name);
    }

    /// <summary>The type as it was declared, with the question marks of references that may be null.</summary>
    public static string Of(NullabilityInfo declared)
    {
        Type type = declared.Type;
        string name = type switch
        {
            { IsArray: true } when declared.ElementType is { } element => Of(element) + "[]",
            { IsGenericType: true } when Nullable.GetUnderlyingType(type) is null && declared.GenericTypeArguments.Length > 0 =>
                $"{Of(type).Split('<')[0]}<{string.Join(", ", declared.GenericTypeArguments.Select(Of))}>",
            _ => Of(type),
        };
        bool isNullable = declared.ReadState == NullabilityState.Nullable || declared.WriteState == NullabilityState.Nullable;
        return isNullable && !type.IsValueType ? name + "?" : name;
    }

    public static string OfMethod(MethodInfo method) => method.IsGenericMethod
        ? $"{method.Name}<{string.Join(", ", method.GetGenericArguments().Select(Of))}>"
        : method.Name;
}
