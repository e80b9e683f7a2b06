// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Bridge.Core.Hubs;

/// <summary>
/// A native connection's protocol that sees which invocation subscribes to what and when its completion is written. Only
/// then are the channel's messages let go, so that a client knows its subscription before the first of them arrives.
/// </summary>
internal sealed class SubscribeAcknowledgements(IHubProtocol inner) : IHubProtocol
{
    private readonly Dictionary<string, string> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SubscribeRelease> _deferred = new(StringComparer.Ordinal);

    public string Name => inner.Name;

    public int Version => inner.Version;

    public TransferFormat TransferFormat => inner.TransferFormat;

    public bool IsVersionSupported(int version) => inner.IsVersionSupported(version);

    public bool TryParseMessage(
        ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        ReadOnlySequence<byte> start = input;
        bool parsed = inner.TryParseMessage(ref input, binder, out message);
        if (parsed && message is InvocationBindingFailureMessage failure && IsSubscribe(failure.Target))
        {
            message = ShortSubscribe.Parse(inner, start, binder) ?? message!;
        }

        if (parsed && message is InvocationMessage { InvocationId: { } id, Arguments: [string group, ..] } invocation
            && IsSubscribe(invocation.Target))
        {
            lock (_groups)
            {
                _groups[id] = group;
            }
        }

        return parsed;
    }

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output)
    {
        inner.WriteMessage(message, output);
        OnWritten(message);
    }

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message)
    {
        ReadOnlyMemory<byte> bytes = inner.GetMessageBytes(message);
        OnWritten(message);
        return bytes;
    }

    /// <summary>Lets the messages of a subscription go after its completion.</summary>
    /// <param name="group">The group that was subscribed to.</param>
    /// <param name="release">Lets them go.</param>
    /// <returns>False when no completion will come: the client wanted no answer.</returns>
    public bool TryDefer(string group, SubscribeRelease release)
    {
        lock (_groups)
        {
            if (!_groups.ContainsValue(group))
            {
                return false;
            }

            _deferred[group] = release;
            return true;
        }
    }

    private static bool IsSubscribe(string target) =>
        string.Equals(target, nameof(ChannelHub.Subscribe), StringComparison.OrdinalIgnoreCase);

    private void OnWritten(HubMessage message)
    {
        if (message is not CompletionMessage { InvocationId: { } id })
        {
            return;
        }

        SubscribeRelease? release;
        lock (_groups)
        {
            if (!_groups.Remove(id, out string? group) || !_deferred.Remove(group, out release))
            {
                return;
            }
        }

        // The write lock of the connection is held here. What is let go needs it too, and so comes after the completion.
        ThreadPool.UnsafeQueueUserWorkItem(release, preferLocal: true);
    }
}
