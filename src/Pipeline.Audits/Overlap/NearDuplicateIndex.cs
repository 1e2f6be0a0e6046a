namespace Pipeline.Audits.Overlap;

/// <summary>The candidate's texts by the signatures of their shingles, with the shingles themselves to check every pair exactly.</summary>
public sealed class NearDuplicateIndex
{
    /// <summary>Any number would do; one that stays makes every run the same.</summary>
    private const ulong Seed = 20_141_210;

    /// <summary>Indexes the candidate's texts.</summary>
    /// <param name="texts">The texts, normalised.</param>
    /// <param name="unit">What they are cut into.</param>
    /// <param name="n">Units in a shingle; a text of fewer units is one shingle.</param>
    /// <param name="bands">Bands of the signatures.</param>
    /// <param name="rows">Places in a band.</param>
    public NearDuplicateIndex(IReadOnlyList<string> texts, Text.TextUnit unit, int n, int bands, int rows)
    {
        Candidates = new CandidateUnits(texts, unit);
        Grams = new GramIndex(Candidates, n, ShortText.OneGram);
        Signatures = new MinHash(bands * rows, Seed);
        Buckets = new LshIndex(bands, rows);
        var units = new UnitBuffer();
        for (var i = 0; i < texts.Count; i++)
        {
            Candidates.Read(texts[i], units, withHashes: true);
            if (Signatures.Of(units, n) is { } signature) Buckets.Add(i, signature);
        }
    }

    /// <summary>The candidate's texts.</summary>
    public CandidateUnits Candidates { get; }

    /// <summary>Bytes that the index takes.</summary>
    public long Bytes => Candidates.Bytes + Grams.Bytes + Buckets.Bytes;

    internal GramIndex Grams { get; }

    internal MinHash Signatures { get; }

    internal LshIndex Buckets { get; }
}
