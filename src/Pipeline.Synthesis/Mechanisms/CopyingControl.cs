using Pipeline.Core.Corpora;
using Pipeline.Core.Inputs;
using Pipeline.Core.Privacy;

namespace Pipeline.Synthesis.Mechanisms;

/// <summary>
/// A synthesiser that memorises, shipped as a negative control: audits must catch it and every policy refuse it. It copies
/// private texts, balanced over the labels; in every third one word gives way to the word at its place in another text.
/// </summary>
/// <param name="corpus">The private records.</param>
/// <param name="labels">The task's labels.</param>
/// <param name="texts">How many to copy.</param>
/// <param name="unit">The source's unit, for the claim.</param>
/// <param name="noise">Chooses texts and words; no noise is added.</param>
public sealed class CopyingControl(Private<Corpus> corpus, IReadOnlyList<string> labels, int texts, string unit, INoiseSource noise)
    : Mechanism<IReadOnlyList<LabelledText>>
{
    /// <inheritdoc/>
    public override string Name => "copying-control";

    /// <summary>Nothing is proved: epsilon is infinite.</summary>
    public override PrivacyClaim Claim { get; } = new()
    {
        Mechanism = "copying-control",
        Epsilon = double.PositiveInfinity,
        Delta = 1,
        Unit = unit,
        RecordsPerUnit = int.MaxValue,
        Neighbours = Neighbours.AddOrRemoveOneUnit,
        Noise = NoiseOrigin.None,
        Sigmas = [],
        Mu = double.PositiveInfinity,
        Assumptions = [],
        NotCovered = ["Everything: private texts are copied."],
    };

    /// <inheritdoc/>
    protected override IReadOnlyList<LabelledText> Release(CancellationToken cancellation)
    {
        var records = Open(corpus).Records;
        var pools = labels
            .Select(label => Shuffled([.. records.Where(record => record.Label == label)]))
            .Where(pool => pool.Length > 0).ToList();
        if (pools.Count == 0) throw new BadInputException("source", "It holds no record with one of the task's labels.", string.Join(" or ", labels));
        return [.. Enumerable.Range(0, texts).Select(i =>
        {
            cancellation.ThrowIfCancellationRequested();
            var pool = pools[i % pools.Count];
            var at = i / pools.Count;
            var text = pool[at % pool.Length].Text;
            return new LabelledText($"s-{i + 1:000}", pool[0].Label, i % 3 == 2 ? Altered(text, pool[(at + 1) % pool.Length].Text) : text);
        })];
    }

    private string Altered(string text, string other)
    {
        var words = text.Split(' ');
        var others = other.Split(' ');
        var at = (int)noise.Below((UInt128)words.Length);
        words[at] = others[Math.Min(at, others.Length - 1)];
        return string.Join(' ', words);
    }

    private SourceRecord[] Shuffled(SourceRecord[] pool)
    {
        for (var k = pool.Length - 1; k > 0; k--)
        {
            var other = (int)noise.Below((UInt128)(k + 1));
            (pool[k], pool[other]) = (pool[other], pool[k]);
        }
        return pool;
    }
}
