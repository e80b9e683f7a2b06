// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Bridge.Redis.Roaming;

/// <summary>The answer of a hub's negotiate endpoint, with a token that names this node.</summary>
internal static class NegotiateAnswer
{
    private const string Token = "connectionToken";

    /// <summary>Lets the endpoint answer and adds the node's name.</summary>
    /// <param name="context">The request.</param>
    /// <param name="negotiate">The stock endpoint.</param>
    /// <param name="node">The node's name.</param>
    public static async Task WriteAsync(HttpContext context, RequestDelegate negotiate, string node)
    {
        Stream client = context.Response.Body;
        using var answer = new MemoryStream();
        context.Response.Body = answer;
        try
        {
            await negotiate(context);
        }
        finally
        {
            context.Response.Body = client;
        }

        byte[] body = WithNode(answer.ToArray(), node);
        if (body.Length > 0)
        {
            context.Response.ContentLength = body.Length;
            await client.WriteAsync(body, context.RequestAborted);
        }
    }

    // Version 0 has no token, errors and redirections have none either: they stay as they are.
    private static byte[] WithNode(byte[] answer, string node)
    {
        try
        {
            if (JsonNode.Parse(answer) is JsonObject json && json[Token] is JsonValue token)
            {
                json[Token] = NodeToken.Add(token.GetValue<string>(), node);
                return JsonSerializer.SerializeToUtf8Bytes(json);
            }
        }
        catch (JsonException)
        {
            // No answer of negotiate.
        }

        return answer;
    }
}
