// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Text;
using System.Text.Json;
using Bridge.Core.Hubs;
using Bridge.Core.Mapping;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Bridge.Core.Tests.Mapping;

/// <summary>Compiles mappings of <see cref="MappingHub"/> and binds calls to its methods.</summary>
internal static class Maps
{
    public static (HubMap Map, IReadOnlyList<string> Errors) Compile(Action<HubMapBuilder> configure)
    {
        var builder = new HubMapBuilder(typeof(MappingHub));
        configure(builder);
        var compiler = new HubMapCompiler(builder, new HubMethods(typeof(MappingHub), null), new HubJson(new JsonHubProtocol()));
        return (compiler.Compile(), compiler.Errors);
    }

    /// <summary>The JSON array of the arguments, or what is missing.</summary>
    public static string Bind(MappedMethod method, string data, string channel = "lobby", string name = "client-x")
    {
        var arguments = new BoundArgument[method.Parameters.Count];
        var call = new HubCall(channel, name, Encoding.UTF8.GetBytes(data));
        if (new ArgumentBinder(method, call, arguments).Bind() is { } problem)
        {
            return problem;
        }

        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartArray();
            Array.ForEach(arguments, argument => argument.Write(json));
            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
