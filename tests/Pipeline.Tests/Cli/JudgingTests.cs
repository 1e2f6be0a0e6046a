using Pipeline.Cli.Running;
using Pipeline.Core;
using Pipeline.Core.Corpora;
using Pipeline.Core.Privacy;
using Pipeline.Core.Releases;
using Pipeline.Data.Sources;
using Pipeline.Files;

namespace Pipeline.Tests.Cli;

public sealed class JudgingTests : IDisposable
{
    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    private static readonly LabelledText[] Texts = [new("s-1", "billing", "A charge.")];

    /// <summary>Nothing private is read before the judge is known to run, so there is nothing to hand over.</summary>
    private Judging Judge(string modelFolder, IReadOnlyList<LabelledText> candidate, IReadOnlyList<LabelledText> zeroShot)
    {
        place.WriteSource();
        var file = PipelineFiles.Load(place.WritePipeline("  - guarantee: differential-privacy\n    epsilon: { at most: 8 }\n    delta: { at most: 1/n }\n"), KnownAudits.All);
        file = file with { Synthesis = file.Synthesis with { Model = Path.Combine(modelFolder, "model.gguf") } };
        var made = new Synthesised
        {
            Candidate = new Candidate(candidate),
            Prove = _ => throw new InvalidOperationException("Judging proves nothing."),
            LedgerEntry = Digest.Of("entry"),
            ZeroShot = zeroShot,
        };
        var nothing = new Intake(Private.Seal(new Corpus([])), Private.Seal(new Corpus([])), null!, Digest.Of("source"));
        return Judging.Of(new RunContext(file, "run", nothing, null!, null!, TestContext.Current.CancellationToken), made);
    }

    [Fact]
    public void Says_which_file_is_missing_beside_the_language_model()
    {
        var judging = Judge(place.Root, Texts, Texts);
        Assert.Null(judging.Inputs);
        Assert.Contains(Judging.FileName, judging.Missing, StringComparison.Ordinal);
        Assert.DoesNotContain(place.Root, judging.Missing, StringComparison.Ordinal);
    }

    [Fact]
    public void Judges_no_candidate_without_texts()
    {
        var judging = Judge(Fixtures.Shipped("pipelines", "models"), [], Texts);
        Assert.Null(judging.Inputs);
        Assert.Contains("no texts", judging.Missing, StringComparison.Ordinal);
    }
}
