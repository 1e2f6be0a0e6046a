namespace Pipeline.Audits.Overlap;

/// <summary>A window of n units that slides over a text, past units that the candidate does not hold.</summary>
internal ref struct GramWindow(GramTable table, ReadOnlySpan<int> units)
{
    private readonly ReadOnlySpan<int> units = units;
    private ulong hash;
    private int run;
    private int next;

    /// <summary>The candidate's gram in the window, or -1.</summary>
    public int Gram { get; private set; }

    /// <summary>Goes to the next window of units that the candidate holds; false when there is none.</summary>
    public bool Next()
    {
        while (next < units.Length)
        {
            var unit = units[next++];
            if (unit == Vocabulary.Unknown)
            {
                (hash, run) = (0, 0);
                continue;
            }
            hash = run < table.N ? GramTable.Entering(hash, unit) : table.Rolled(hash, units[next - 1 - table.N], unit);
            run = Math.Min(run + 1, table.N);
            if (run < table.N) continue;
            Gram = table.Find(hash, units.Slice(next - table.N, table.N));
            return true;
        }
        return false;
    }
}
