// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Limits;

namespace Bridge.Core.Tests.Limits;

/// <summary>What quotas promise, wherever they are counted.</summary>
public abstract class ConnectionQuotasSpecification
{
    private protected abstract IConnectionQuotas Quotas { get; }

    [Fact]
    public async Task Add_UpToTheLimit_TheNextIsRefusedUntilOneEnds()
    {
        Assert.True(await AddAsync("app", 2));
        Assert.True(await AddAsync("app", 2));
        Assert.False(await AddAsync("app", 2));
        Assert.Equal(2, await CountAsync("app"));

        Quotas.Release("app");
        Assert.True(await AddAsync("app", 2));
        Assert.False(await AddAsync("app", 2));
    }

    [Fact]
    public async Task Add_AnotherScope_HasAQuotaOfItsOwn()
    {
        Assert.True(await AddAsync("app", 1));
        Assert.True(await AddAsync("other", 1));
        Assert.False(await AddAsync("app", 1));
        Assert.Equal(0, await CountAsync("third"));
    }

    [Fact]
    public async Task Add_WithoutALimit_CountsForOneThatIsSetLater()
    {
        Assert.True(await AddAsync("app", 0));
        Assert.True(await AddAsync("app", 0));
        Assert.False(await AddAsync("app", 2));
        Assert.True(await AddAsync("app", 3));
    }

    [Fact]
    public async Task Add_LimitIsLowered_NobodyComesUntilFewerAreThere()
    {
        for (int i = 0; i < 3; i++)
        {
            Assert.True(await AddAsync("app", 3));
        }

        Assert.False(await AddAsync("app", 2));
        Quotas.Release("app");
        Assert.False(await AddAsync("app", 2));
        Quotas.Release("app");
        Assert.True(await AddAsync("app", 2));
    }

    [Fact]
    public async Task Add_ManyAtOnce_ExactlyTheLimitIsCounted()
    {
        bool[] added = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => AddAsync("app", 50))));

        Assert.Equal(50, added.Count(isAdded => isAdded));
        Assert.Equal(50, await CountAsync("app"));
    }

    [Fact]
    public async Task Release_WhileOthersCome_NoPlaceIsLost()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(async () =>
        {
            for (int i = 0; i < 50; i++)
            {
                if (await AddAsync("app", 10))
                {
                    Quotas.Release("app");
                }
            }
        })));

        bool[] added = await Task.WhenAll(Enumerable.Range(0, 11).Select(_ => AddAsync("app", 10)));
        Assert.Equal(10, added.Count(isAdded => isAdded));
    }

    private Task<bool> AddAsync(string scope, int limit) => Quotas.TryAddAsync(scope, limit).AsTask().Within("a place");

    private Task<int> CountAsync(string scope) => Quotas.CountAsync(scope, CancellationToken.None).AsTask().Within("the count");
}
