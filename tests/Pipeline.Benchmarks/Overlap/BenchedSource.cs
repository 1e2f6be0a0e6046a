namespace Pipeline.Benchmarks.Overlap;

/// <summary>Records to walk through.</summary>
/// <param name="Texts">Begins a walk.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Bytes">Bytes of them in UTF-8.</param>
/// <param name="Words">Words in them.</param>
internal sealed record BenchedSource(Func<IEnumerable<string>> Texts, int Count, long Bytes, long Words)
{
    public double Megabytes => Bytes / 1e6;
}
