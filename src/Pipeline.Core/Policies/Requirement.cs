using Pipeline.Core.Evidence;

namespace Pipeline.Core.Policies;

/// <summary>One bound that must hold for a release.</summary>
public abstract record Requirement
{
    private protected Requirement()
    {
    }

    /// <summary>File and line it was written at.</summary>
    public required string Where { get; init; }

    /// <summary>The name exceptions and extending policies know it by, or null.</summary>
    public string? Name { get; init; }

    /// <summary>The cases it is asked of.</summary>
    public Scope For { get; init; } = Scope.Everything;

    /// <summary>The exception under which these bounds are the weaker ones, or null.</summary>
    public Relaxation? Under { get; init; }

    /// <summary>The requirement in words, with whom it is asked of and the exception it stands under.</summary>
    public string Words => Bound
        + (For.IsEverything ? "" : $" ({For.Words})")
        + (Under is null ? "" : $" [exception: {Under.Words}]");

    /// <summary>The bound in words.</summary>
    public abstract string Bound { get; }
}

/// <summary>A bound on what was proved: differential privacy with at most this epsilon and delta.</summary>
public sealed record GuaranteeRequirement : Requirement
{
    /// <summary>Largest epsilon allowed.</summary>
    public required double Epsilon { get; init; }

    /// <summary>Largest delta allowed; null means one over the number of protected units.</summary>
    public required double? Delta { get; init; }

    /// <summary>
    /// True when the bound is on everything ever released from this source by this ledger, not on this release alone.
    /// </summary>
    public bool Cumulative { get; init; }

    /// <inheritdoc/>
    public override string Bound =>
        $"{(Cumulative ? "all releases from this source together are" : "the release is")} differentially private with epsilon at most {Epsilon} and delta at most {(Delta is { } delta ? delta.ToString() : "1/n")}";
}

/// <summary>Which end of a finding is compared.</summary>
public enum BoundOn
{
    /// <summary>The number itself: only for a census.</summary>
    Value,

    /// <summary>The upper confidence bound.</summary>
    Upper,

    /// <summary>The lower confidence bound.</summary>
    Lower,
}

/// <summary>A bound on what was measured.</summary>
public sealed record FindingRequirement : Requirement
{
    /// <summary>The audit's name.</summary>
    public required string Audit { get; init; }

    /// <summary>The measure's name.</summary>
    public required string Measure { get; init; }

    /// <summary>Against which part of the source.</summary>
    public Against Against { get; init; } = Against.Training;

    /// <summary>Which end is compared.</summary>
    public required BoundOn On { get; init; }

    /// <summary>Confidence of the bound, such as 0.95; unused for <see cref="BoundOn.Value"/>.</summary>
    public double Confidence { get; init; } = 1;

    /// <summary>Largest value allowed, or null.</summary>
    public double? AtMost { get; init; }

    /// <summary>Least value allowed, or null.</summary>
    public double? AtLeast { get; init; }

    /// <summary>
    /// The power the measurement must have had: the least chance, from 0 to 1, with which it would have seen a breach of the
    /// bound. Null asks for none.
    /// </summary>
    public double? Power { get; init; }

    /// <inheritdoc/>
    public override string Bound
    {
        get
        {
            var end = On switch
            {
                BoundOn.Upper => $"the {Confidence:P0} upper bound of ",
                BoundOn.Lower => $"the {Confidence:P0} lower bound of ",
                _ => "",
            };
            var against = Against switch { Against.Holdout => " against the holdout", _ => "" };
            var bounds = (AtLeast, AtMost) switch
            {
                ({ } least, { } most) => $"between {Shown(least)} and {Shown(most)}",
                ({ } least, null) => $"at least {Shown(least)}",
                (null, { } most) => $"at most {Shown(most)}",
                _ => "measured",
            };
            return $"{end}{Audit}: {Measure}{against} is {bounds}{(Power is { } power ? $", measured with a power of at least {power:P0}" : "")}";
        }
    }

    /// <summary>Bounds on confidence bounds are shares; values may be counts, and stay as they were written.</summary>
    private string Shown(double bound) => On == BoundOn.Value ? bound.ToString() : $"{bound * 100:0.####} %";
}
