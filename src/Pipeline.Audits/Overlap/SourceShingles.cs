using Pipeline.Audits.Text;

namespace Pipeline.Audits.Overlap;

/// <summary>Counts the different shingles of one text, by the text alone.</summary>
public static class SourceShingles
{
    /// <summary>How many different runs of n units a text has, exactly; 0 when it has fewer units.</summary>
    public static int CountDifferent(string text, TextUnit unit, int n)
    {
        var own = new CandidateUnits([text], unit);
        return new GramIndex(own, n, ShortText.Undefined).DistinctGrams(0);
    }
}
