// Licensed under the MIT License. See LICENSE in the repository root.

using System.Reflection;
using System.Runtime.CompilerServices;

namespace Bridge.Architecture.Tests;

/// <summary>Writes what an assembly offers to others as sorted lines in the manner of C#: a type each, its members below it.</summary>
internal static class PublicApiPrinter
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly NullabilityInfoContext Nullability = new();

    public static IEnumerable<string> Print(Assembly assembly)
    {
        foreach (Type type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            yield return $"{type.Namespace}: {Head(type)}";
            foreach (string member in MembersOf(type).Order(StringComparer.Ordinal))
            {
                yield return "    " + member;
            }
        }
    }

    private static string Head(Type type)
    {
        IEnumerable<string> bases = type.IsEnum ? [] : BasesOf(type).Select(TypeName.Of);
        string tail = string.Join(", ", bases);
        return $"{KindOf(type)} {TypeName.Of(type)}{(tail.Length == 0 ? tail : " : " + tail)}";
    }

    private static string KindOf(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => "struct",
        _ when typeof(Delegate).IsAssignableFrom(type) => "delegate",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    private static IEnumerable<Type> BasesOf(Type type)
    {
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType))
        {
            yield return parent;
        }

        foreach (Type contract in type.GetInterfaces().OrderBy(TypeName.Of, StringComparer.Ordinal))
        {
            yield return contract;
        }
    }

    private static IEnumerable<string> MembersOf(Type type) => type.IsEnum
        ? Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name), null)}")
        : type.GetMembers(Declared)
            .Where(member => !member.IsDefined(typeof(CompilerGeneratedAttribute)))
            .Select(Line)
            .OfType<string>();

    private static string? Line(MemberInfo member) => member switch
    {
        ConstructorInfo { IsStatic: false } constructor when IsVisible(constructor) =>
            $"{Access(constructor)}.ctor({Parameters(constructor)})",
        MethodInfo { IsSpecialName: false } method when IsVisible(method) =>
            $"{Access(method)}{TypeName.Of(Nullability.Create(method.ReturnParameter))} {TypeName.OfMethod(method)}({Parameters(method)})",
        PropertyInfo property => Line(property),
        FieldInfo field when field.IsPublic || field.IsFamily => Line(field),
        EventInfo { AddMethod: { } add } declared when IsVisible(add) =>
            $"{Access(add)}event {TypeName.Of(Nullability.Create(declared))} {declared.Name}",
        _ => null,
    };

    private static string? Line(PropertyInfo property)
    {
        MethodInfo[] accessors = [.. new[] { property.GetMethod, property.SetMethod }.OfType<MethodInfo>().Where(IsVisible)];
        if (accessors.Length == 0)
        {
            return null;
        }

        string index = string.Join(", ", property.GetIndexParameters().Select(parameter => TypeName.Of(parameter.ParameterType)));
        string name = index.Length == 0 ? property.Name : $"this[{index}]";
        string required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : string.Empty;
        IEnumerable<string> words = accessors.Select(accessor =>
            accessor == property.GetMethod ? "get;" : IsInit(accessor) ? "init;" : "set;");
        return $"{Access(accessors[0])}{required}{TypeName.Of(Nullability.Create(property))} {name} {{ {string.Join(' ', words)} }}";
    }

    private static string Line(FieldInfo field)
    {
        string value = field.IsLiteral ? $" = {Value(field.GetRawConstantValue())}" : string.Empty;
        string kind = field.IsLiteral ? "const " : field.IsStatic ? "static " : string.Empty;
        return $"{(field.IsFamily ? "protected " : string.Empty)}{kind}{TypeName.Of(Nullability.Create(field))} {field.Name}{value}";
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
    {
        string way = parameter.IsOut ? "out " : parameter.IsIn ? "in " : parameter.ParameterType.IsByRef ? "ref " : string.Empty;
        string more = parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)) ? "params " : string.Empty;
        string standard = parameter.HasDefaultValue ? $" = {Standard(parameter)}" : string.Empty;
        return $"{more}{way}{TypeName.Of(Nullability.Create(parameter))} {parameter.Name}{standard}";
    }));

    private static string Access(MethodBase method)
    {
        string access = method.IsPublic ? string.Empty : "protected ";
        string kind = method.IsStatic ? "static "
            : method.IsAbstract ? "abstract "
            : method is MethodInfo { IsVirtual: true, IsFinal: false } declared
                ? declared.GetBaseDefinition() == declared ? "virtual " : "override "
                : string.Empty;
        return method.DeclaringType!.IsInterface ? string.Empty : access + kind;
    }

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsInit(MethodInfo setter) =>
        setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static string Standard(ParameterInfo parameter) =>
        parameter.DefaultValue is null && parameter.ParameterType.IsValueType ? "default" : Value(parameter.DefaultValue);

    private static string Value(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!,
    };
}
