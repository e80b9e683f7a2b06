// Licensed under the MIT License. See LICENSE in the repository root.

using System.Globalization;

namespace Bridge.LoadTest.Comparison;

/// <summary>What a figure must reach: a limit of its own, of its ratio to the stock server's, or of what it is above that.</summary>
internal sealed record Goal
{
    private readonly double _limit;
    private readonly Of _of;
    private readonly bool _isUpperLimit;

    private Goal(double limit, Of of, bool isUpperLimit)
    {
        _limit = limit;
        _of = of;
        _isUpperLimit = isUpperLimit;
    }

    private enum Of
    {
        Figure,
        Ratio,
        Difference,
    }

    public static Goal AtMost(double limit) => new(limit, Of.Figure, isUpperLimit: true);

    public static Goal RatioAtMost(double limit) => new(limit, Of.Ratio, isUpperLimit: true);

    public static Goal RatioAtLeast(double limit) => new(limit, Of.Ratio, isUpperLimit: false);

    /// <summary>At most so much above the stock server's figure.</summary>
    public static Goal MoreByAtMost(double limit) => new(limit, Of.Difference, isUpperLimit: true);

    /// <summary>Whether it is reached; null when a figure for it is missing.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="reference">The stock server's.</param>
    public bool? IsMet(double? figure, double? reference)
    {
        double? value = _of switch
        {
            Of.Ratio => reference is 0 ? null : figure / reference,
            Of.Difference => figure - reference,
            _ => figure,
        };
        return value is null ? null : _isUpperLimit ? value <= _limit : value >= _limit;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(_isUpperLimit ? "<=" : ">=")} {(_of == Of.Difference ? "+" : "")}{_limit}{(_of == Of.Ratio ? " x" : "")}");
}
