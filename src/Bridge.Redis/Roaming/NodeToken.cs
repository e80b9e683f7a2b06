// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Bridge.Redis.Roaming;

/// <summary>A SignalR connection token that names the node it belongs to: <c>TOKEN~NODE</c>.</summary>
internal static class NodeToken
{
    private const char Separator = '~';
    private const string Parameter = "id";

    public static string Add(string token, string node) => $"{token}{Separator}{node}";

    /// <summary>The node that a request's token names, or null.</summary>
    public static string? NodeOf(HttpRequest request) =>
        request.Query[Parameter] is [{ } id] && id.LastIndexOf(Separator) is >= 0 and int at ? id[(at + 1)..] : null;

    /// <summary>Takes the node's name off again: the hub's endpoint knows the token without it.</summary>
    public static void Remove(HttpRequest request)
    {
        var query = new QueryBuilder();
        foreach ((string name, var values) in request.Query)
        {
            foreach (string? value in values)
            {
                query.Add(name, name == Parameter ? value![..value!.LastIndexOf(Separator)] : value ?? string.Empty);
            }
        }

        request.QueryString = query.ToQueryString();
    }
}
