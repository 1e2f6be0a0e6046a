namespace Pipeline.Core.Privacy;

/// <summary>
/// A computation from one private value to another, such as texts to feature vectors. What it opens it seals again,
/// so it spends no budget. Lives beside the mechanisms that use it.
/// </summary>
public abstract class PrivateTransformation<TIn, TOut>
    where TIn : notnull
    where TOut : notnull
{
    /// <summary>Computes the sealed result.</summary>
    public Private<TOut> Apply(Private<TIn> input, CancellationToken cancellation) =>
        input.Sealed(Transform(input.Open(GetType()), cancellation), GetType());

    /// <summary>The computation itself. It must have no effect but its result.</summary>
    protected abstract TOut Transform(TIn opened, CancellationToken cancellation);
}
