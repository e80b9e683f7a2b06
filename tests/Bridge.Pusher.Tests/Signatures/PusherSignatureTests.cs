// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Connections;
using Bridge.Pusher.Signatures;
using Bridge.Pusher.Tests.Apps;

namespace Bridge.Pusher.Tests.Signatures;

/// <summary>The check values are those of Pusher's documentation.</summary>
public sealed class PusherSignatureTests
{
    private const string Private = "58df8b0c36d6982b82c3ecf6b4662e34fe8c25bba48f5369f135bf843651c3a4";

    [Theory]
    [InlineData("private-foobar", null, Private)]
    [InlineData(
        "presence-foobar",
        "{\"user_id\":10,\"user_info\":{\"name\":\"Mr. Channels\"}}",
        "31935e7d86dba64c2a90aed31fdc61869f9b22ba9d8863bba239c03ca481bc80")]
    [InlineData(
        "presence-foobar",
        "{\"user_id\":10,\"user_info\":{\"name\":\"Mr. Pusher\"}}",
        "afaed3695da2ffd16931f457e338e6c9f2921fa133ce7dac49f529792be6304c")]
    public void SignChannel_DocumentedExample_GivesTheDocumentedSignature(string channel, string? data, string expected)
    {
        Assert.Equal(expected, PusherSignature.SignChannel(TestApps.Secret, "1234.1234", channel, data));
        Assert.True(PusherSignature.VerifyChannel(expected, TestApps.Secret, "1234.1234", channel, data));
    }

    [Fact]
    public void SignUser_DocumentedExample_GivesTheDocumentedSignature()
    {
        const string Expected = "4708d583dada6a56435fb8bc611c77c359a31eebde13337c16ab43aa6de336ba";
        const string UserData = "{\"id\":\"12345\"}";

        Assert.Equal(Expected, PusherSignature.SignUser(TestApps.Secret, "1234.1234", UserData));
        Assert.True(PusherSignature.VerifyUser(Expected, TestApps.Secret, "1234.1234", UserData));
    }

    [Fact]
    public void SignRequest_DocumentedExample_GivesTheDocumentedSignature()
    {
        const string Query =
            "auth_key=278d425bdf160c739803&auth_timestamp=1353088179&auth_version=1.0&body_md5=ec365a775a4cd0599faeb73354201b6f";
        const string Expected = "da454824c97ba181a32ccc17a72625ba02771f50b50e1e7430e47a1f3f457e6c";

        Assert.Equal(Expected, PusherSignature.SignRequest(TestApps.Secret, "POST", "/apps/3/events", Query));
        Assert.True(PusherSignature.VerifyRequest(Expected, TestApps.Secret, "POST", "/apps/3/events", Query));
    }

    [Theory]
    [InlineData("")]
    [InlineData("58df8b0c")]
    [InlineData("58DF8B0C36D6982B82C3ECF6B4662E34FE8C25BBA48F5369F135BF843651C3A4")]
    [InlineData("58df8b0c36d6982b82c3ecf6b4662e34fe8c25bba48f5369f135bf843651c3a5")]
    [InlineData(Private + "00")]
    [InlineData("not hex at all")]
    public void VerifyChannel_OtherSignature_Fails(string signature) =>
        Assert.False(PusherSignature.VerifyChannel(signature, TestApps.Secret, "1234.1234", "private-foobar", null));

    [Theory]
    [InlineData("1234.1235", "private-foobar", null)]
    [InlineData("1234.1234", "private-foobaz", null)]
    [InlineData("1234.1234", "private-foobar", "")]
    public void VerifyChannel_SignatureOfSomethingElse_Fails(string socketId, string channel, string? data) =>
        Assert.False(PusherSignature.VerifyChannel(Private, TestApps.Secret, socketId, channel, data));

    [Fact]
    public void SignChannel_LongUnicodeData_VerifiesAndCoversAllOfIt()
    {
        string data = new('\u20ac', 5_000);
        string signature = PusherSignature.SignChannel("s\u00e9cret", "1.1", "presence-a", data + "x");

        Assert.True(PusherSignature.VerifyChannel(signature, "s\u00e9cret", "1.1", "presence-a", data + "x"));
        Assert.False(PusherSignature.VerifyChannel(signature, "s\u00e9cret", "1.1", "presence-a", data + "y"));
    }

    [Theory]
    [InlineData("1.2", true)]
    [InlineData("123456789.9876543210", true)]
    [InlineData("", false)]
    [InlineData(".", false)]
    [InlineData("12", false)]
    [InlineData("1.", false)]
    [InlineData(".1", false)]
    [InlineData("1.2.3", false)]
    [InlineData("1.2\n", false)]
    [InlineData("1.2:private-x", false)]
    [InlineData("a.b", false)]
    [InlineData("\u0661.\u0662", false)]
    public void SocketId_Text_IsDigitsPointDigits(string socketId, bool valid) =>
        Assert.Equal(valid, SocketId.IsValid(socketId));
}
