// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Bridge.Core.Connections;

/// <summary>
/// The hub protocol of dialect connections. Invocations come in as the app's own JSON, so arguments bind with the app's
/// settings; messages go out as objects to the connection's session.
/// </summary>
/// <remarks>
/// Native clients can't ask for it: it is not registered, only the private handler of <see cref="Hubs.DialectHub{THub}"/> knows
/// it, and its transfer format is one that no native transport offers.
/// </remarks>
internal sealed class DialectHubProtocol(string name, IHubProtocol json, bool detailedErrors) : IHubProtocol
{
    /// <summary>A format that only <see cref="DialectConnection"/> supports.</summary>
    public const TransferFormat Format = (TransferFormat)0x40;

    public string Name { get; } = name;

    public int Version => 1;

    public TransferFormat TransferFormat => Format;

    public bool IsVersionSupported(int version) => version == Version;

    public bool TryParseMessage(
        ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        if (!json.TryParseMessage(ref input, binder, out message))
        {
            return false;
        }

        message = Explained(message);
        return true;
    }

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output)
    {
        // Anything else is a hub connection caching bytes that it will never send, such as its ping.
        if (output is HubMessageWriter writer)
        {
            writer.Accept(message);
        }
    }

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => default;

    /// <summary>Arguments that do not fit are the client's own affair: it is told so, as it is told of a <see cref="HubException"/>.</summary>
    private HubMessage Explained(HubMessage message)
    {
        if (message is not InvocationBindingFailureMessage failure)
        {
            return message;
        }

        string text = $"The data does not fit the parameters of '{failure.Target}'.";
        Exception cause = failure.BindingFailure.SourceException;
        var told = new HubException(detailedErrors ? $"{text} {(cause.InnerException ?? cause).Message}" : text);
        return new InvocationBindingFailureMessage(failure.InvocationId, failure.Target, ExceptionDispatchInfo.Capture(told));
    }
}
