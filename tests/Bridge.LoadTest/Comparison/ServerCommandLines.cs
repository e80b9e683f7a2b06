// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.LoadTest.Comparison;

/// <summary>How the compared servers are started; <c>{port}</c> stands for the port.</summary>
internal static class ServerCommandLines
{
    public const string AppId = "1001";
    public const string Key = "demo-key";
    public const string Secret = "demo-secret";

    public static string Bridge { get; } =
        $"dotnet {Output("src/Bridge.Server")} --urls http://127.0.0.1:{{port}} --Bridge:Apps:0:Id={AppId}"
        + $" --Bridge:Apps:0:Key={Key} --Bridge:Apps:0:Secret={Secret} --Bridge:Apps:0:Limits:ClientEventsPerSecond=0";

    public static string Stock { get; } =
        $"dotnet {Output("tests/Bridge.LoadTest.StockServer")} --urls http://127.0.0.1:{{port}}";

    public static string Redis { get; } = "redis-server --port {port} --bind 127.0.0.1 --save \"\" --appendonly no";

    private static string Output(string project) => $"{project}/bin/Release/net10.0/{Path.GetFileName(project)}.dll";
}
