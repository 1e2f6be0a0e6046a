namespace Pipeline.Audits.Overlap;

/// <summary>For each candidate text the largest part seen and the first source text that has it.</summary>
internal sealed class BestParts(int candidates)
{
    private readonly int[] parts = new int[candidates];
    private readonly int[] sources = new int[candidates];

    public int PartOf(int candidate) => parts[candidate];

    public int? SourceOf(int candidate) => parts[candidate] == 0 ? null : sources[candidate];

    public void Offer(int candidate, int part, int source)
    {
        if (part > parts[candidate] || (part == parts[candidate] && part > 0 && source < sources[candidate]))
            (parts[candidate], sources[candidate]) = (part, source);
    }

    public void Merge(BestParts other)
    {
        for (var i = 0; i < parts.Length; i++) Offer(i, other.parts[i], other.sources[i]);
    }
}
