namespace Pipeline.Audits.Overlap;

/// <summary>For each candidate text the first source text equal to it, as it is and prepared. Tallies of several threads are merged.</summary>
public sealed class DuplicateTally(DuplicateIndex index)
{
    private readonly int?[] exactOf = new int?[index.Count];
    private readonly int?[] preparedOf = new int?[index.Count];

    /// <summary>Compares a source text.</summary>
    /// <param name="number">Its number; numbers rise from call to call.</param>
    /// <param name="source">As it is.</param>
    /// <param name="prepared">The same, normalised as the candidate's texts are.</param>
    public void Add(int number, string source, string prepared)
    {
        foreach (var candidate in index.Exact(source)) exactOf[candidate] ??= number;
        foreach (var candidate in index.Prepared(prepared)) preparedOf[candidate] ??= number;
    }

    /// <summary>Takes over what another tally of the same index holds.</summary>
    public void Merge(DuplicateTally other)
    {
        for (var i = 0; i < exactOf.Length; i++)
        {
            exactOf[i] = Earlier(exactOf[i], other.exactOf[i]);
            preparedOf[i] = Earlier(preparedOf[i], other.preparedOf[i]);
        }
    }

    /// <summary>The number of the first source text that is the same, code unit for code unit.</summary>
    public int? ExactDuplicateOf(int candidate) => exactOf[candidate];

    /// <summary>The number of the first source text that is the same once both are prepared.</summary>
    public int? PreparedDuplicateOf(int candidate) => preparedOf[candidate];

    private static int? Earlier(int? one, int? other) => one is { } a && other is { } b ? Math.Min(a, b) : one ?? other;
}
