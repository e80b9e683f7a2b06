// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.Extensions.Logging;

namespace Bridge.Redis.State;

/// <summary>What is logged of leases.</summary>
internal static partial class LeaseLog
{
    [LoggerMessage(4201, LogLevel.Warning, "The state of {Hub} is not shared with the other nodes ({Reason}). This node goes on by itself and tries again.", EventName = "StateNotShared")]
    public static partial void NotShared(ILogger logger, string hub, string reason);

    [LoggerMessage(4202, LogLevel.Information, "The state of {Hub} is shared with the other nodes again.", EventName = "StateShared")]
    public static partial void Shared(ILogger logger, string hub);

    [LoggerMessage(4203, LogLevel.Warning, "The other nodes have given {Node} up in {Hub}, or Redis has lost its data. This node takes a new name and brings its connections back.", EventName = "NodeGivenUp")]
    public static partial void GivenUp(ILogger logger, string node, string hub);

    [LoggerMessage(4204, LogLevel.Warning, "The node {Node} is dead; what it had in {Hub} was taken away.", EventName = "NodeReaped")]
    public static partial void Reaped(ILogger logger, string node, string hub);

    [LoggerMessage(4205, LogLevel.Error, "Keeping {Part} failed; trying again.", EventName = "StateFailed")]
    public static partial void Failed(ILogger logger, string part, Exception exception);

    [LoggerMessage(4206, LogLevel.Warning, "Redis can't be used for {Part} ({Reason}). Everything else goes on, and this is tried again.", EventName = "StatePartFailed")]
    public static partial void PartFailed(ILogger logger, string part, string reason);

    [LoggerMessage(4207, LogLevel.Information, "Redis can be used for {Part} again.", EventName = "StatePartWell")]
    public static partial void PartWell(ILogger logger, string part);

    [LoggerMessage(4208, LogLevel.Information, "{Node} could not take what it has out of {Hub} before it ended ({Reason}); another node does it.", EventName = "LeaseNotEnded")]
    public static partial void NotEnded(ILogger logger, string node, string hub, string reason);
}
