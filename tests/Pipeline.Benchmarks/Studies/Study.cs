using Pipeline.Core.Plans;
using Pipeline.Synthesis.Features;
using Pipeline.Synthesis.Models;
using Pipeline.Synthesis.Proposals;
using Pipeline.Synthesis.Style;

namespace Pipeline.Benchmarks.Studies;

/// <summary>Everything of a study that depends on neither noise nor budget, computed once and kept.</summary>
internal sealed class Study(string task, PipelineFile file, StudyData data, StudyCache cache, int proposals, int newTokens)
{
    /// <summary>The corpus.</summary>
    public StudyData Data => data;

    /// <summary>The pipeline.</summary>
    public PipelineFile File => file;

    /// <summary>Proposals of a seed.</summary>
    public ProposalPool Proposals(int seed, CancellationToken cancellation) => cache.Proposals($"{task}-proposals-{proposals}-{seed}", () =>
    {
        using var writer = LanguageModel.Load(file.Synthesis.Model, new ModelOptions(Compute: ComputeType.AutoForWriting), cancellation: cancellation);
        return new Proposer(writer).Propose(PromptBook.For(file.Task, file.Public), new ProposalSettings(proposals, newTokens, (ulong)seed, file.Public.Avoid), null, cancellation);
    });

    /// <summary>The same in the surface style the pipeline states.</summary>
    public ProposalPool Styled(int seed, CancellationToken cancellation)
    {
        var pool = Proposals(seed, cancellation);
        if (file.Public.Style is not { } note) return pool;
        var style = SurfaceStyle.Of(note);
        return pool with { Clean = StyledProposals.Of(pool.Clean, style, (ulong)seed), Readable = StyledProposals.Of(pool.Readable, style, (ulong)seed) };
    }

    /// <summary>Hidden states of the clean proposals of a seed, in their order.</summary>
    public float[][] HiddenOfProposals(int seed, CancellationToken cancellation) => cache.Vectors($"{task}-proposals-{proposals}-{seed}{(file.Public.Style is null ? "" : "-styled")}-hidden", () =>
        Hidden([.. Styled(seed, cancellation).Clean.Select(proposal => proposal.Text)], cancellation));

    /// <summary>Hidden states of the whole corpus.</summary>
    public float[][] HiddenOfData(CancellationToken cancellation) => cache.Vectors($"{task}-data-hidden", () =>
        Hidden([.. data.All.Select(record => record.Text)], cancellation));

    private float[][] Hidden(IReadOnlyList<string> texts, CancellationToken cancellation)
    {
        using var model = LanguageModel.Load(file.Synthesis.Model, new ModelOptions(Compute: ComputeType.Fp32), cancellation: cancellation);
        return new TextEncoder(model, file.Task.Template).Hidden(texts, null, cancellation);
    }
}
