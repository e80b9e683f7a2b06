// Licensed under the MIT License. See LICENSE in the repository root.

using System.Reflection;
using System.Text;
using Bridge.Pusher.Protocol;

namespace Bridge.Pusher.Tests.Protocol;

public sealed class PusherCloseCodeTests
{
    public static TheoryData<string> Names =>
        [.. typeof(PusherCloseCode).GetProperties(BindingFlags.Public | BindingFlags.Static).Select(property => property.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Reason_EveryCode_FitsIntoACloseFrame(string name)
    {
        var code = (PusherCloseCode)typeof(PusherCloseCode).GetProperty(name)!.GetValue(null)!;
        Assert.InRange(Encoding.UTF8.GetByteCount(code.Reason), 1, 123);
        Assert.InRange(code.Code, 4000, 4399);
    }

    [Fact]
    public void AppKeyUnknown_OrdinaryKey_IsNamed()
    {
        PusherCloseCode code = PusherCloseCode.AppKeyUnknown("278d425bdf160c739803");
        Assert.Equal(4001, code.Code);
        Assert.Equal("App key 278d425bdf160c739803 not in this cluster. Did you forget to specify the cluster?", code.Reason);
    }

    [Theory]
    [InlineData('k', 10_000)]
    [InlineData('漢', 20)]
    [InlineData('\ud800', 20)]
    public void AppKeyUnknown_KeyTooLong_IsLeftOut(char letter, int length) =>
        Assert.Equal(
            "App key not in this cluster. Did you forget to specify the cluster?",
            PusherCloseCode.AppKeyUnknown(new string(letter, length)).Reason);

    [Fact]
    public void UnsupportedEvent_LongName_IsCut()
    {
        Assert.Equal("Unsupported event received on socket: x", PusherErrorText.UnsupportedEvent("x"));
        Assert.Equal(238, PusherErrorText.UnsupportedEvent(new string('x', 1 << 20)).Length);
    }
}
