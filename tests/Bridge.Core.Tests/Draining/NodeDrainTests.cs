// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Draining;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Bridge.Core.Tests.Draining;

public sealed class NodeDrainTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly HostOptions _host = new();
    private readonly NodeDrain _drain;
    private readonly List<Connection> _told = [];

    public NodeDrainTests() => _drain = new NodeDrain(
        Options.Create(new DrainOptions()), Options.Create(_host), _time, NullLogger<NodeDrain>.Instance);

    public void Dispose() => _drain.Dispose();

    [Fact]
    public void Drain_NoConnection_IsDoneAtOnce()
    {
        Assert.False(_drain.IsDraining);
        Assert.True(_drain.DrainAsync().IsCompletedSuccessfully);
        Assert.True(_drain.IsDraining);
        Assert.Equal(TimeSpan.FromSeconds(25), _host.ShutdownTimeout);
    }

    [Fact]
    public void Drain_FewConnections_AreToldAtOnceAndDoneWhenTheyAreGone()
    {
        Add(25);
        Task drained = _drain.DrainAsync();
        Assert.Equal(25, _told.Count);
        Assert.False(drained.IsCompleted);
        _told.ForEach(_drain.Remove);
        Assert.True(drained.IsCompletedSuccessfully);
    }

    [Theory]
    [InlineData(250)]
    [InlineData(10_000)]
    [InlineData(10_007)]
    public void Drain_ManyConnections_AreSpreadOverSixTenthsOfTheBudget(int count)
    {
        Add(count);
        Task drained = _drain.DrainAsync();
        int most = Math.Max(25, (count + 59) / 60);
        int ticks = 0;
        for (int before = 0; !drained.IsCompleted; ticks++)
        {
            Assert.InRange(_told.Count - before, 0, most + 1);
            before = _told.Count;
            _told.ForEach(_drain.Remove);
            _time.Advance(TimeSpan.FromMilliseconds(250));
        }

        Assert.Equal(count, _told.Count);
        Assert.InRange(ticks, Math.Min(60, count / 25) - 2, 60);
    }

    [Fact]
    public void Drain_ConnectionThatDoesNotGo_IsWaitedForAWhile()
    {
        Add(1);
        Task drained = _drain.DrainAsync();
        _time.Advance(TimeSpan.FromSeconds(2.75));
        Assert.False(drained.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.25));
        Assert.True(drained.IsCompletedSuccessfully);
        Assert.Equal(TimeSpan.FromSeconds(22), _host.ShutdownTimeout);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Drain_ShortBudgetAndConnectionThatDoesNotGo_LeavesTimeForTheRest(int seconds)
    {
        using var drain = new NodeDrain(
            Options.Create(new DrainOptions { Seconds = seconds }), Options.Create(_host), _time, NullLogger<NodeDrain>.Instance);
        drain.Add(new Connection(_told));
        Task drained = drain.DrainAsync();
        for (int i = 0; i < 4 * seconds && !drained.IsCompleted; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(250));
        }

        Assert.True(drained.IsCompletedSuccessfully);
        Assert.InRange(_host.ShutdownTimeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(seconds));
    }

    [Fact]
    public void Drain_ClientThatPolls_HasTimeForItsNextPoll()
    {
        var polling = new Connection(_told) { IsPolling = true };
        _drain.Add(polling);
        Task drained = _drain.DrainAsync();
        _drain.Remove(polling);
        _time.Advance(TimeSpan.FromSeconds(0.75));
        Assert.False(drained.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.25));
        Assert.True(drained.IsCompletedSuccessfully);
    }

    [Fact]
    public void Drain_ConnectionThatComesMeanwhile_IsToldToo()
    {
        Add(1);
        Task drained = _drain.DrainAsync();
        Add(1);
        Assert.Single(_told);
        _time.Advance(TimeSpan.FromMilliseconds(250));
        Assert.Equal(2, _told.Count);
        _told.ForEach(_drain.Remove);
        Assert.True(drained.IsCompletedSuccessfully);
    }

    [Fact]
    public void Drain_ClientsThatComeBackAgainAndAgain_DoNotHoldTheNode()
    {
        Add(1);
        Task drained = _drain.DrainAsync();
        for (int i = 0; i < 4 * 25 && !drained.IsCompleted; i++)
        {
            Add(1);
            _time.Advance(TimeSpan.FromMilliseconds(250));
        }

        Assert.True(drained.IsCompletedSuccessfully);
        Assert.Equal(TimeSpan.FromSeconds(7), _host.ShutdownTimeout);
    }

    [Fact]
    public async Task Stopping_TimeIsUp_GoesOn()
    {
        Add(1);
        using var isUp = new CancellationTokenSource();
        Task stopping = _drain.StoppingAsync(isUp.Token);
        Assert.False(stopping.IsCompleted);
        await isUp.CancelAsync();
        await stopping.Within("the end of the wait");
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(3_600, true)]
    [InlineData(3_601, false)]
    public void Validate_Seconds_AreOneToAnHour(int seconds, bool isRight)
    {
        ValidateOptionsResult result = new DrainOptionsValidator().Validate(null, new DrainOptions { Seconds = seconds });
        Assert.Equal(isRight, result.Succeeded);
        Assert.True(isRight || result.FailureMessage!.StartsWith("Bridge:Drain:Seconds", StringComparison.Ordinal));
    }

    private void Add(int count)
    {
        for (int i = 0; i < count; i++)
        {
            _drain.Add(new Connection(_told));
        }
    }

    private sealed class Connection(List<Connection> told) : IDrainable
    {
        public bool IsPolling { get; init; }

        public void SendAway() => told.Add(this);
    }
}
