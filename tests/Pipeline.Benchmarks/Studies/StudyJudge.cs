using Pipeline.Core.Numerics;
using Pipeline.Synthesis.Judging;
using Pipeline.Synthesis.Models;

namespace Pipeline.Benchmarks.Studies;

/// <summary>A model that had no part in making the texts: MiniLM's embeddings with logistic regression, C = 1.</summary>
internal sealed class StudyJudge : IDisposable
{
    private readonly SentenceEncoder encoder;
    private readonly Dictionary<string, double[]> embedded = new(StringComparer.Ordinal);

    private StudyJudge(SentenceEncoder encoder) => this.encoder = encoder;

    /// <summary>Loads the judge from beside the language model.</summary>
    public static StudyJudge Load(string model, ModelDevice device) => new(SentenceEncoder.Load(Path.Combine(Path.GetDirectoryName(model)!, "all-minilm-l6-v2-q8_0.gguf"), device));

    /// <summary>Trains on some texts and labels others.</summary>
    public int[] Predict(string[] texts, int[] labels, int classes, IReadOnlyList<string> tried)
    {
        Read([.. texts.Concat(tried).Where(text => !embedded.ContainsKey(text)).Distinct(StringComparer.Ordinal)]);
        // scikit-learn's C = 1 weighs the sum of losses against |W|^2 / 2; the mean of n losses needs 1 / n for that.
        var head = SoftmaxHead.Train([.. texts.Select(text => embedded[text])], labels, classes, 1.0 / texts.Length);
        return [.. tried.Select(text => head.Predict(embedded[text]))];
    }

    public void Dispose() => encoder.Dispose();

    /// <summary>A constant stands beside the embedding: large, so that the L2 term hardly holds the intercept.</summary>
    private void Read(IReadOnlyList<string> texts)
    {
        const double Constant = 10;
        foreach (var (text, vector) in texts.Zip(encoder.Embed(texts))) embedded[text] = [.. vector.Select(x => (double)x), Constant];
    }
}
