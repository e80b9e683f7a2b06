// Licensed under the MIT License. See LICENSE in the repository root.

using System.CommandLine;
using System.ComponentModel;
using Bridge.LoadTest;
using Bridge.LoadTest.Commands;

var program = new RootCommand("Load generator for channel servers: Pusher and SignalR over WebSocket, SockJS.")
{
    RunCommand.Create(),
    CompareCommand.Create(),
    CompareSockJSCommand.Create(),
    RestCommand.Create(),
    RedisCommand.Create(),
    FarmCommand.Create(),
    CompareCallsCommand.Create(),
};

try
{
    return program.Parse(args).Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception error) when (error is LoadTestException or Win32Exception or IOException)
{
    Console.Error.WriteLine(error.Message);
    return ExitCode.Failed;
}
