using Pipeline.Core;
using Pipeline.Core.Corpora;
using Pipeline.Core.Inputs;
using Pipeline.Core.Privacy;
using Pipeline.Synthesis.Features;

namespace Pipeline.Synthesis.Mechanisms;

/// <summary>Private records to private feature vectors, labels and units; spends nothing, for the result stays sealed.</summary>
/// <param name="features">Texts to phi, one vector a text, in order.</param>
/// <param name="labels">The task's labels; a vector's label is an index into them.</param>
/// <param name="progress">How many texts have been read.</param>
public sealed class Featurise(ITextFeatures features, IReadOnlyList<string> labels, IProgress<StageProgress>? progress = null)
    : PrivateTransformation<Corpus, LabelledVectors>
{
    /// <inheritdoc/>
    /// <exception cref="BadInputException">A record's label is none of the task's.</exception>
    protected override LabelledVectors Transform(Corpus opened, CancellationToken cancellation)
    {
        var index = labels.Select((label, c) => (label, c)).ToDictionary(pair => pair.label, pair => pair.c, StringComparer.Ordinal);
        var rows = new int[opened.Records.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            // The label itself is not quoted: it belongs to the record.
            if (!index.TryGetValue(opened.Records[i].Label, out rows[i]))
                throw new BadInputException($"source, record {i + 1}", "Its label is none of the task's.", string.Join(" or ", labels));
        }
        var vectors = features.Of([.. opened.Records.Select(record => record.Text)], progress, cancellation);
        return vectors.Length == rows.Length
            ? new LabelledVectors(vectors, rows, [.. opened.Records.Select(record => record.Unit)])
            : throw new InvalidOperationException($"{rows.Length} texts gave {vectors.Length} feature vectors.");
    }
}
