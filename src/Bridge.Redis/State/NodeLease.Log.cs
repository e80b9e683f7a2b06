// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.Extensions.Logging;

namespace Bridge.Redis.State;

/// <content>What is logged.</content>
internal sealed partial class NodeLease
{
    [LoggerMessage(4201, LogLevel.Warning, "The state of {Hub} is not shared with the other nodes ({Reason}). This node goes on by itself and tries again.", EventName = "StateNotShared")]
    private static partial void LogNotShared(ILogger logger, string hub, string reason);

    [LoggerMessage(4202, LogLevel.Information, "The state of {Hub} is shared with the other nodes again.", EventName = "StateShared")]
    private static partial void LogShared(ILogger logger, string hub);

    [LoggerMessage(4203, LogLevel.Warning, "The other nodes have given {Node} up in {Hub}, or Redis has lost its data. This node takes a new name and brings its connections back.", EventName = "NodeGivenUp")]
    private static partial void LogGivenUp(ILogger logger, string node, string hub);

    [LoggerMessage(4204, LogLevel.Warning, "The node {Node} is dead; what it had in {Hub} was taken away.", EventName = "NodeReaped")]
    private static partial void LogReaped(ILogger logger, string node, string hub);

    [LoggerMessage(4205, LogLevel.Error, "Keeping the shared state failed; trying again.", EventName = "StateFailed")]
    private static partial void LogTickFailed(ILogger logger, Exception exception);
}
