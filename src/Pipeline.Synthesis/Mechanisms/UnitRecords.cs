namespace Pipeline.Synthesis.Mechanisms;

/// <summary>Which records of each unit a mechanism uses.</summary>
internal static class UnitRecords
{
    /// <summary>
    /// For every unit the indices of at most <paramref name="most"/> of its records, chosen at random without regard to any
    /// other unit: a unit's presence changes nobody else's choice in distribution.
    /// </summary>
    public static IReadOnlyList<int[]> Limit(string[] units, int most, INoiseSource noise)
    {
        var chosen = new List<int[]>();
        foreach (var unit in Enumerable.Range(0, units.Length).GroupBy(i => units[i], StringComparer.Ordinal))
        {
            int[] records = [.. unit];
            var kept = Math.Min(most, records.Length);
            // The first steps of a Fisher-Yates shuffle.
            for (var k = 0; k < kept && records.Length > most; k++)
            {
                var other = k + (int)noise.Below((UInt128)(records.Length - k));
                (records[k], records[other]) = (records[other], records[k]);
            }
            chosen.Add(records[..kept]);
        }
        return chosen;
    }
}
