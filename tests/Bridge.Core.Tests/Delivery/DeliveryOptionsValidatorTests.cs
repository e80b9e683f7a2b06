// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Delivery;

namespace Bridge.Core.Tests.Delivery;

public sealed class DeliveryOptionsValidatorTests
{
    private readonly DeliveryOptionsValidator _validator = new();

    [Fact]
    public void Validate_Defaults_Succeeds() => Assert.True(_validator.Validate(null, new DeliveryOptions()).Succeeded);

    [Fact]
    public void Validate_EverythingWrong_NamesEveryKey()
    {
        var options = new DeliveryOptions
        {
            QueueBytes = 0,
            SlowConsumer = (SlowConsumerPolicy)7,
            SendTimeout = TimeSpan.FromDays(10),
            Shards = -1,
        };

        IEnumerable<string> errors = _validator.Validate(null, options).Failures!;

        Assert.Equal(
            ["Bridge:Delivery:QueueBytes", "Bridge:Delivery:SlowConsumer", "Bridge:Delivery:SendTimeout", "Bridge:Delivery:Shards"],
            errors.Select(error => error.Split(' ')[0]));
    }
}
