// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.StaticFiles;

namespace Bridge.Server.Demo;

/// <summary>The page at <c>/</c> on which a Pusher client and a SignalR client talk to each other.</summary>
internal static class DemoPage
{
    /// <summary>Scripts, styles and connections of this server only, nothing inline: a message can't become more than text.</summary>
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Serves the page's files.</summary>
    public static void UseDemoPage(this IApplicationBuilder app)
    {
        app.UseDefaultFiles();
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = SetHeaders });
    }

    private static void SetHeaders(StaticFileResponseContext file)
    {
        IHeaderDictionary headers = file.Context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-cache";
    }
}
