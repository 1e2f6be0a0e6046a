using Pipeline.Core.Policies;

namespace Pipeline.Core.Releases;

/// <summary>What the gate decided: approved or refused, nothing else.</summary>
public abstract record Decision
{
    private protected Decision(IReadOnlyList<Verdict> verdicts) => Verdicts = verdicts;

    /// <summary>The judgement on every requirement, in the policy's order.</summary>
    public IReadOnlyList<Verdict> Verdicts { get; }
}

/// <summary>Every rule holds.</summary>
public sealed record Approved : Decision
{
    internal Approved(Release release, IReadOnlyList<Verdict> verdicts)
        : base(verdicts) => Release = release;

    /// <summary>What the sink may write.</summary>
    public Release Release { get; }
}

/// <summary>At least one rule does not hold, or could not be judged.</summary>
public sealed record Refused : Decision
{
    internal Refused(IReadOnlyList<string> reasons, IReadOnlyList<Verdict> verdicts)
        : base(verdicts) => Reasons = reasons;

    /// <summary>Why, at least one sentence.</summary>
    public IReadOnlyList<string> Reasons { get; }
}
