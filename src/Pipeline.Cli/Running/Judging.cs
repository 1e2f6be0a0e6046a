using NLog;
using Pipeline.Audits;
using Pipeline.Audits.Usefulness;
using Pipeline.Cli.Running.Methods;
using Pipeline.Core.Corpora;
using Pipeline.Synthesis.Features;
using Pipeline.Synthesis.Judging;
using Pipeline.Synthesis.Mechanisms;

namespace Pipeline.Cli.Running;

/// <summary>Reads what a method made with the judge's model, the same for every method.</summary>
/// <param name="Inputs">Embeddings for the judge's audit; null when the judge cannot run.</param>
/// <param name="Judge">The judge's model by name.</param>
/// <param name="Missing">Why the judge cannot run, for the report; null when it can.</param>
internal sealed record Judging(UsefulnessInputs? Inputs, string Judge, string? Missing)
{
    /// <summary>The judge's model, looked for beside the language model.</summary>
    public const string FileName = "all-minilm-l6-v2-q8_0.gguf";

    /// <summary>The texts in the judge's space, for audits; null when the judge's model is not there.</summary>
    public EmbeddedTexts? Embedded { get; private init; }

    private static readonly Logger Log = LogManager.GetLogger("Pipeline.Run");

    /// <summary>
    /// Embeds candidate, zero-shot and private texts; the private ones stay sealed. Without the model's file, or without texts
    /// to judge, there is no judge: a policy that asks for its findings then refuses, since nothing measured them. Without zero-shot
    /// texts to compare with, other audits are given the vectors all the same.
    /// </summary>
    public static Judging Of(RunContext context, Synthesised made)
    {
        if (made.Candidate.Rows.Count == 0) return Without("The judge did not run: the candidate holds no texts.");
        var path = Path.Combine(Path.GetDirectoryName(context.File.Synthesis.Model) ?? "", FileName);
        if (!File.Exists(path)) return Without($"The judge did not run: its model {FileName} is not beside the language model.");
        return context.Stages.Run("Read the texts as the judge does", progress =>
        {
            using var encoder = SentenceEncoder.Load(path, Proposing.DeviceOf(context.File.Synthesis), context.Cancellation);
            var features = new JudgeFeatures(encoder);
            LabelledVectors Read(IReadOnlyList<LabelledText> texts) => new(
                features.Of([.. texts.Select(text => text.Text)], progress, context.Cancellation), [.. texts.Select(text => context.Labels.Index().First(label => label.Item == text.Label).Index)], []);
            var embed = new Featurise(features, context.Labels, progress);
            var embedded = new EmbeddedTexts(
                embed.Apply(context.Intake.Training, context.Cancellation), embed.Apply(context.Intake.Holdout, context.Cancellation), Read(made.Candidate.Rows));
            if (made.ZeroShot.Count == 0) return Without("The judge did not run: there are no zero-shot texts to compare with.") with { Embedded = embedded };
            var inputs = new UsefulnessInputs(embedded.Training, embedded.Holdout, embedded.Candidate, Read(made.ZeroShot), context.Labels.Count);
            return new Judging(inputs, encoder.Name, null) { Embedded = embedded };
        });
    }

    private static Judging Without(string reason)
    {
        Log.Warn(reason);
        return new Judging(null, "", reason);
    }
}
