using Pipeline.Audits.Text;

namespace Pipeline.Audits.Overlap;

/// <summary>
/// The candidate's texts cut into units and written as numbers, and the reader that writes source texts in the same numbers.
/// Several indexes share one. Texts must be normalised already.
/// </summary>
public sealed class CandidateUnits
{
    private readonly Vocabulary vocabulary = new();
    private readonly int[] single = []; // numbers of units of one code unit, where characters are compared
    private readonly int[] all;
    private readonly int[] ends;

    /// <summary>Cuts the candidate's texts.</summary>
    public CandidateUnits(IReadOnlyList<string> candidates, TextUnit unit)
    {
        Unit = unit;
        if (unit == TextUnit.Character) Array.Fill(single = new int[char.MaxValue + 1], Vocabulary.Unknown);
        ends = new int[candidates.Count];
        var cut = new UnitBuffer();
        var numbers = new List<int>();
        for (var i = 0; i < candidates.Count; i++)
        {
            Cut(candidates[i], cut, learn: true, withHashes: false);
            numbers.AddRange(cut.Numbers);
            ends[i] = numbers.Count;
        }
        all = [.. numbers];
    }

    /// <summary>What texts are cut into.</summary>
    public TextUnit Unit { get; }

    /// <summary>How many candidate texts there are.</summary>
    public int Count => ends.Length;

    /// <summary>Units of all candidate texts together.</summary>
    public int Total => all.Length;

    /// <summary>Bytes that the numbers and the vocabulary take.</summary>
    public long Bytes => vocabulary.Bytes + 4L * (all.Length + ends.Length + single.Length);

    /// <summary>A candidate text as numbers.</summary>
    public ReadOnlySpan<int> this[int candidate] => all.AsSpan(StartOf(candidate), ends[candidate] - StartOf(candidate));

    /// <summary>All candidate texts as numbers, one after the other.</summary>
    internal int[] All => all;

    /// <summary>Where a candidate text begins among all.</summary>
    internal int StartOf(int candidate) => candidate == 0 ? 0 : ends[candidate - 1];

    /// <summary>Cuts a source text. May be called by several threads, each with a buffer of its own.</summary>
    /// <param name="source">The text, normalised.</param>
    /// <param name="into">Where its numbers are written.</param>
    /// <param name="withHashes">Whether the units' hashes are wanted too.</param>
    public void Read(string source, UnitBuffer into, bool withHashes = false) => Cut(source, into, learn: false, withHashes);

    private void Cut(string text, UnitBuffer into, bool learn, bool withHashes)
    {
        into.Clear();
        var units = new UnitScanner(text, Unit);
        while (units.Next())
        {
            var written = units.Written;
            if (written.Length == 1 && single.Length > 0 && !learn && !withHashes)
            {
                into.Add(single[written[0]]);
                continue;
            }
            if (units.IsCurly) written = Straight(written);
            var hash = UnitHash.Of(written);
            var number = learn ? vocabulary.Learn(written, hash) : vocabulary.NumberOf(written, hash);
            if (learn && written.Length == 1 && single.Length > 0) single[written[0]] = number;
            if (withHashes) into.Add(number, hash);
            else into.Add(number);
        }
    }

    private static char[] Straight(ReadOnlySpan<char> word)
    {
        var straight = word.ToArray();
        for (var i = 0; i < straight.Length; i++)
            if (CodePointSets.IsApostrophe(straight[i])) straight[i] = '\'';
        return straight;
    }
}
