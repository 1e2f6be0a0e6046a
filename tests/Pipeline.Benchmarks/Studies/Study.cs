using Pipeline.Cli.Running.Methods;
using Pipeline.Core.Plans;
using Pipeline.Synthesis.Features;
using Pipeline.Synthesis.Models;
using Pipeline.Synthesis.Proposals;
using Pipeline.Synthesis.Style;

namespace Pipeline.Benchmarks.Studies;

/// <summary>Everything of a study that depends on neither noise nor budget, computed once and kept.</summary>
internal sealed class Study(string task, PipelineFile file, StudyData data, StudyCache cache, int proposals, StatePart? part, ModelDevice device)
{
    /// <summary>Where models run.</summary>
    public ModelDevice Device => device;

    /// <summary>The corpus.</summary>
    public StudyData Data => data;

    /// <summary>The pipeline.</summary>
    public PipelineFile File => file;

    /// <summary>The part of the state to look at, or null where the proposals choose.</summary>
    public StatePart? Part => part;

    /// <summary>Proposals of a seed.</summary>
    public ProposalPool Proposals(int seed, CancellationToken cancellation) => cache.Proposals($"{task}-proposals-{proposals}-{seed}", () =>
    {
        using var writer = LanguageModel.Load(file.Synthesis.Model, new ModelOptions(device, ComputeType.AutoForWriting), cancellation: cancellation);
        return new Proposer(writer).Propose(PromptBook.For(file.Task, file.Public), Proposing.Settings(file, proposals, (ulong)seed), null, cancellation);
    });

    /// <summary>The same in the surface style the pipeline states.</summary>
    public ProposalPool Styled(int seed, CancellationToken cancellation)
    {
        var pool = Proposals(seed, cancellation);
        if (file.Public.Style is not { } note) return pool;
        var style = SurfaceStyle.Of(note);
        return pool with { Clean = StyledProposals.Of(pool.Clean, style, (ulong)seed), Readable = StyledProposals.Of(pool.Readable, style, (ulong)seed) };
    }

    /// <summary>States of the clean proposals of a seed, in their order.</summary>
    public float[][] StatesOfProposals(int seed, CancellationToken cancellation) => cache.Vectors($"{task}-proposals-{proposals}-{seed}{(file.Public.Style is null ? "" : "-styled")}-states", () =>
        States([.. Styled(seed, cancellation).Clean.Select(proposal => proposal.Text)], cancellation));

    /// <summary>States of the whole corpus.</summary>
    public float[][] StatesOfData(CancellationToken cancellation) => cache.Vectors($"{task}-data-states", () =>
        States([.. data.All.Select(record => record.Text)], cancellation));

    private float[][] States(IReadOnlyList<string> texts, CancellationToken cancellation)
    {
        using var model = LanguageModel.Load(file.Synthesis.Model, new ModelOptions(device, ComputeType.Fp32), cancellation: cancellation);
        return new TextEncoder(model, file.Task.Template).States(texts, null, cancellation);
    }
}
