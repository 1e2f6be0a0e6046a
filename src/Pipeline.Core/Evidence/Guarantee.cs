using Pipeline.Core.Privacy;

namespace Pipeline.Core.Evidence;

/// <summary>A proved bound on a candidate. Never an estimate; made only from what a mechanism released (law 4).</summary>
public sealed class Guarantee
{
    private Guarantee(PrivacyClaim claim, Binding binding)
    {
        Claim = claim;
        Binding = binding;
    }

    /// <summary>The bound and its assumptions.</summary>
    public PrivacyClaim Claim { get; }

    /// <summary>What it is about.</summary>
    public Binding Binding { get; }

    /// <summary>The guarantee of a candidate computed from a mechanism's release and public values alone.</summary>
    public static Guarantee From<T>(Noisy<T> released, Binding binding)
        where T : notnull => new(released.Claim, binding);
}
