namespace Pipeline.Core.Privacy;

/// <summary>What a mechanism released, with what it proved. Only <see cref="Mechanism{TReleased}"/> makes one.</summary>
public sealed class Noisy<T>
    where T : notnull
{
    internal Noisy(T value, PrivacyClaim claim)
    {
        Value = value;
        Claim = claim;
    }

    /// <summary>The noisy value: public, and everything computed from it is post-processing.</summary>
    public T Value { get; }

    /// <summary>What was proved of it.</summary>
    public PrivacyClaim Claim { get; }
}
