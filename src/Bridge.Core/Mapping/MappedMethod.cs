// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using Bridge.Core.Connections;

namespace Bridge.Core.Mapping;

/// <summary>A hub method that legacy clients call.</summary>
/// <param name="target">The name that SignalR knows it by.</param>
/// <param name="displayName">Hub and method, for people.</param>
/// <param name="parameters">What the client gives, in the order of the method.</param>
internal sealed class MappedMethod(string target, string displayName, IReadOnlyList<MappedParameter> parameters)
{
    private static readonly Action<BoundArgument[], Utf8JsonWriter> WriteArguments = static (arguments, writer) =>
    {
        foreach (BoundArgument argument in arguments)
        {
            argument.Write(writer);
        }
    };

    public string Target { get; } = target;

    public string DisplayName { get; } = displayName;

    public IReadOnlyList<MappedParameter> Parameters { get; } = parameters;

    /// <summary>Whether the channel has its parameter already.</summary>
    public bool TakesChannel { get; } = parameters.Any(parameter => parameter.Source == ArgumentSource.Channel);

    /// <summary>The parameters as they stand in the hub, for people.</summary>
    public string Signature { get; } =
        $"({string.Join(", ", parameters.Select(parameter => $"{parameter.Type.Name} {parameter.Name}"))})";

    /// <summary>Has the hub invoke the method.</summary>
    /// <param name="connection">Whose call it is.</param>
    /// <param name="invocationId">Comes back in the completion; null when no answer is wanted.</param>
    /// <param name="call">What the client asks.</param>
    /// <returns>Why the arguments do not fit, in words for the client; null when the hub has the call.</returns>
    public async ValueTask<string?> InvokeAsync(DialectConnection connection, string? invocationId, HubCall call)
    {
        var arguments = new BoundArgument[Parameters.Count];
        if (new ArgumentBinder(this, call, arguments).Bind() is { } problem)
        {
            return problem;
        }

        await connection.InvokeAsync(invocationId, Target, arguments, WriteArguments);
        return null;
    }
}
