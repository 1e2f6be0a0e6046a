using Pipeline.Audits.Overlap;
using Pipeline.Audits.Text;

namespace Pipeline.Benchmarks.Overlap;

/// <summary>Every overlap measure over one walk.</summary>
internal sealed class EveryIndex(List<string> candidate)
{
    private readonly DuplicateIndex duplicates = new(candidate, candidate);
    private readonly ContainmentIndex containment = new(candidate, 5, 3, 30);
    private readonly RunsIndex runs = new(candidate);
    private readonly NearDuplicateIndex near = new(candidate, TextUnit.Word, 3, 20, 4);

    /// <summary>Bytes of the indexes; the dictionary of whole texts holds what the candidate holds.</summary>
    public long Bytes => containment.Bytes + runs.Bytes + near.Bytes;

    public Everything Walk(IEnumerable<string> texts, int count, int threads)
    {
        var states = SourceWalk.InBlocks(texts, count, threads, () => new Everything(this), (mine, first, block) => mine.Add(first, block));
        foreach (var other in states.Skip(1)) states[0].Merge(other);
        return states[0];
    }

    internal sealed class Everything(EveryIndex of)
    {
        private readonly DuplicateTally duplicates = new(of.duplicates);
        private readonly ContainmentTally containment = new(of.containment);
        private readonly RunsSearch runs = new(of.runs);
        private readonly NearDuplicateTally near = new(of.near, .8);

        /// <summary>Any of its results, so that nothing is left out.</summary>
        public double Rate => (containment.Words.Best(0).Containment.Value ?? 0) + runs.Characters.Longest()[0].Length + runs.Words.Longest()[0].Length;

        public void Add(int first, IReadOnlyList<string> block)
        {
            var prepared = new string[block.Count];
            for (var i = 0; i < prepared.Length; i++)
            {
                prepared[i] = Skeleton.Of(TextNormaliser.Full(block[i]));
                duplicates.Add(first + i, block[i], prepared[i]);
            }
            containment.Add(first, prepared);
            runs.Add(first, prepared);
            near.Add(first, prepared);
        }

        public void Merge(Everything other)
        {
            duplicates.Merge(other.duplicates);
            containment.Merge(other.containment);
            runs.Merge(other.runs);
            near.Merge(other.near);
        }
    }
}
