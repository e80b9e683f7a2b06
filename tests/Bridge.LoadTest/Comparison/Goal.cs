// Licensed under the MIT License. See LICENSE in the repository root.

using System.Globalization;

namespace Bridge.LoadTest.Comparison;

/// <summary>What a figure must reach: a limit of its own, or of its ratio to the stock server's.</summary>
internal sealed record Goal
{
    private readonly double _limit;
    private readonly bool _isRatio;
    private readonly bool _isUpperLimit;

    private Goal(double limit, bool isRatio, bool isUpperLimit)
    {
        _limit = limit;
        _isRatio = isRatio;
        _isUpperLimit = isUpperLimit;
    }

    public static Goal AtMost(double limit) => new(limit, isRatio: false, isUpperLimit: true);

    public static Goal RatioAtMost(double limit) => new(limit, isRatio: true, isUpperLimit: true);

    public static Goal RatioAtLeast(double limit) => new(limit, isRatio: true, isUpperLimit: false);

    /// <summary>Whether it is reached; null when a figure for it is missing.</summary>
    public bool? IsMet(double? figure, double? ratio) =>
        (_isRatio ? ratio : figure) is { } value ? (_isUpperLimit ? value <= _limit : value >= _limit) : null;

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(_isUpperLimit ? "<=" : ">=")} {_limit}{(_isRatio ? " x" : "")}");
}
