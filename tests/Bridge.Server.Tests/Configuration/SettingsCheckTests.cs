// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Server.Configuration;
using Microsoft.Extensions.Configuration;

namespace Bridge.Server.Tests.Configuration;

public sealed class SettingsCheckTests
{
    [Theory]
    [InlineData("Size", "12")]
    [InlineData("size", "12")]
    [InlineData("Enabled", "True")]
    [InlineData("Policy", "dropoldest")]
    [InlineData("Timeout", "00:00:10")]
    [InlineData("Name", "")]
    [InlineData("Optional", "3")]
    [InlineData("Items:0:Size", "1")]
    [InlineData("Names:7", "anything")]
    public void Check_FittingValue_FindsNothing(string key, string value)
    {
        SettingsCheck check = Check((key, value));

        Assert.Empty(check.Errors);
        Assert.Empty(check.Warnings);
    }

    [Theory]
    [InlineData("Size", "1.5", "'1.5' must be a whole number.")]
    [InlineData("Size", "99999999999", "'99999999999' must be a whole number.")]
    [InlineData("Size", "", "'' must be a whole number.")]
    [InlineData("Optional", "x", "'x' must be a whole number.")]
    [InlineData("Enabled", "yes", "'yes' must be true or false.")]
    [InlineData("Policy", "Wait", "'Wait' must be one of Disconnect, DropOldest.")]
    [InlineData("Timeout", "soon", "'soon' must be a time of the form hh:mm:ss.")]
    [InlineData("Items:3:Size", "x", "'x' must be a whole number.")]
    public void Check_UnfitValue_IsAnErrorOfItsKey(string key, string value, string problem)
    {
        SettingsCheck check = Check((key, value));

        (string at, string error) = Assert.Single(check.Errors);
        Assert.Equal($"Root:{key}", at);
        Assert.Equal($"Root:{key} {problem}", error);
    }

    [Theory]
    [InlineData("Size:Less", "1", "Root:Size must be a single value: a whole number.")]
    [InlineData("Names", "a,b", "Root:Names is a list: set Root:Names:0 and so on.")]
    [InlineData("Items:0", "x", "Root:Items:0 is a section: set Root:Items:0:Enabled and the like.")]
    public void Check_WrongStructure_IsAnErrorOfItsKey(string key, string value, string error) =>
        Assert.Equal(error, Assert.Single(Check((key, value)).Errors).Value);

    [Theory]
    [InlineData("Siz", "Root:Siz is not a setting and does nothing. Did you mean Root:Size?")]
    [InlineData("Items:0:enabld", "Root:Items:0:enabld is not a setting and does nothing. Did you mean Root:Items:0:Enabled?")]
    [InlineData("SomethingElse", "Root:SomethingElse is not a setting and does nothing.")]
    public void Check_UnknownName_IsAWarningWithTheNearest(string key, string warning)
    {
        SettingsCheck check = Check((key, "1"));

        Assert.Empty(check.Errors);
        Assert.Equal(warning, Assert.Single(check.Warnings));
    }

    [Fact]
    public void Check_SeveralProblems_FindsAll()
    {
        SettingsCheck check = Check(("Size", "x"), ("Items:0:Size", "y"), ("Items:1:Enabled", "z"), ("Nme", "1"), ("Policy", "w"));

        Assert.Equal(
            ["Root:Items:0:Size", "Root:Items:1:Enabled", "Root:Policy", "Root:Size"], check.Errors.Keys.Order(StringComparer.Ordinal));
        Assert.Single(check.Warnings);
    }

    private static SettingsCheck Check(params (string Key, string Value)[] settings)
    {
        IConfigurationRoot configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"Root:{setting.Key}", (string?)setting.Value)))
            .Build();
        var check = new SettingsCheck();
        check.Check(configuration.GetSection("Root"), SettingsShape.Of(typeof(Sample)));
        return check;
    }

    private enum Policy
    {
        Disconnect,
        DropOldest,
    }

    private sealed class Sample
    {
        public int Size { get; set; }

        public int? Optional { get; set; }

        public bool Enabled { get; set; }

        public Policy Policy { get; set; }

        public TimeSpan Timeout { get; set; }

        public string? Name { get; set; }

        public IList<string> Names { get; } = [];

        public IList<SampleItem> Items { get; } = [];
    }

    private sealed class SampleItem
    {
        public int Size { get; set; }

        public bool Enabled { get; set; }
    }
}
