// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Bridge.Pusher.Apps;
using Bridge.Pusher.RestApi;
using Bridge.Pusher.Signatures;
using Bridge.Pusher.Tests.Apps;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bridge.Pusher.Tests.RestApi;

public sealed class RestGarbageTests
{
    private const string Path = "/apps/3/events";
    private const int Rounds = 1_000;

    private static readonly byte[] Body = "{\"name\":\"e\",\"channel\":\"a\",\"data\":\"x\"}"u8.ToArray();

    private readonly PusherApp _app = TestApps.Documented();

    [Theory]
    [InlineData("")]
    [InlineData("&info=user_count,subscription_count")]
    [InlineData("&filter_by_prefix=presence-&info=user_count")]
    public void Check_PlainRequest_MakesNoGarbage(string extra)
    {
        (HttpRequest request, RestQuery query) = SignedRequest(extra);
        var authentication = new RestAuthentication(new FixedTimeProvider(), publicPathPrefix: "");
        Check(authentication, request, query);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Rounds; i++)
        {
            Check(authentication, request, query);
        }

        // A pool may be trimmed once by a collection; what each request costs shows as thousands of bytes.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Rounds);
    }

    private void Check(RestAuthentication authentication, HttpRequest request, RestQuery query)
    {
        if (authentication.CheckUrl(request, query, _app) is not null || RestAuthentication.CheckBody("POST", query, Body) is not null)
        {
            Assert.Fail("The request is good.");
        }
    }

    [SuppressMessage("Security", "CA5351", Justification = "MD5 is what the protocol names.")]
    private (HttpRequest Request, RestQuery Query) SignedRequest(string extra)
    {
        string signed = string.Join('&', ($"auth_key={_app.Key}&auth_timestamp={FixedTimeProvider.DocumentedSeconds}&auth_version=1.0"
            + $"&body_md5={Convert.ToHexStringLower(MD5.HashData(Body))}{extra}").Split('&').Order(StringComparer.Ordinal));
        string text = $"?{signed}&auth_signature={PusherSignature.SignRequest(_app.Secret, "POST", Path, signed)}";
        HttpRequest request = new DefaultHttpContext().Request;
        request.Method = "POST";
        request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = Path + text;
        Assert.True(RestQuery.TryParse(text, out RestQuery query));
        return (request, query);
    }
}
