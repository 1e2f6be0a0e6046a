using Pipeline.Core.Inputs;
using Pipeline.Core.Plans;
using Pipeline.Synthesis.Models;
using Pipeline.Synthesis.Proposals;

namespace Pipeline.Cli.Running.Methods;

/// <summary>The first step of most methods: public prompts to proposals, in the surface style that the file asks for.</summary>
internal static class Proposing
{
    /// <summary>Proposals written for each text of the candidate, where the file names no number.</summary>
    public const int ProposalsPerText = 20;

    /// <summary>Proposals of every class for the first round, as many as the pipeline file asks for or the method's own number.</summary>
    /// <exception cref="BadInputException">A class has too few usable ones.</exception>
    public static ProposalPool Run(RunContext context)
    {
        var pool = Write(context, PromptBook.For(context.File.Task, context.File.Public), Count(context.File), round: 0);
        RequireEnough(context, pool);
        return Styling.First(context, pool);
    }

    /// <summary>Texts to write in one round.</summary>
    public static int Count(PipelineFile file) => Math.Max(1, (file.Synthesis.Proposals ?? ProposalsPerText * file.Synthesis.Texts) / file.Synthesis.Rounds);

    /// <summary>Writes from prompts; nothing private is within reach.</summary>
    public static ProposalPool Write(RunContext context, IReadOnlyList<Prompt> prompts, int count, int round)
    {
        var (file, cancellation) = (context.File, context.Cancellation);
        context.Prompts.AddRange(prompts);
        // Another round is another draw: the seeds lie far apart, so that no two rounds of two seeds meet.
        var seed = unchecked((ulong)file.Synthesis.Seed + ((ulong)round << 48));
        var settings = Settings(file, count, seed);
        return context.Stages.Run(round == 0 ? "Propose texts" : $"Propose texts, round {round + 1}", progress =>
        {
            using var writer = LanguageModel.Load(file.Synthesis.Model, Options(context, ComputeType.AutoForWriting), progress, cancellation);
            return new Proposer(writer).Propose(prompts, settings, progress, cancellation);
        });
    }

    /// <summary>How so many proposals of a file are written.</summary>
    public static ProposalSettings Settings(PipelineFile file, int count, ulong seed)
    {
        var length = ProposalLength.Of(file);
        return new ProposalSettings(count, length.Maximum, seed, file.Public.Avoid) { MinimumTokens = length.Minimum };
    }

    /// <summary>How to run the file's model in a run, which counts its work.</summary>
    public static ModelOptions Options(RunContext context, ComputeType compute) => Options(context.File.Synthesis, compute) with { Meter = context.Stages.Meter };

    /// <summary>How to run a model as a file asks.</summary>
    public static ModelOptions Options(SynthesisPlan plan, ComputeType compute) => new(DeviceOf(plan), compute);

    /// <summary>Where a file asks its models to run, the judge among them.</summary>
    public static ModelDevice DeviceOf(SynthesisPlan plan) => plan.Device switch
    {
        PlannedDevice.Cpu => ModelDevice.Cpu,
        PlannedDevice.Cuda => ModelDevice.Cuda,
        _ => ModelDevice.Auto,
    };

    private static void RequireEnough(RunContext context, ProposalPool pool)
    {
        var (problems, proposals, labels) = (new List<Problem>(), pool.Readable, context.Labels);
        // Each class must have a direction of its own, and fitting a style may leave half of a class.
        var least = 2 * labels.Count + 1;
        if (proposals.Count < least)
            problems.Add(new Problem($"{context.File.Name}, synthesis, proposals", $"Only {proposals.Count} of the proposals are usable, and the feature map needs at least {least}.", "more proposals"));
        for (var c = 0; c < labels.Count; c++)
        {
            var wanted = (context.File.Synthesis.Texts / labels.Count + 1) * (Styling.Asked(context) ? 2 : 1);
            var usable = proposals.Count(proposal => proposal.Label == c);
            if (usable < wanted)
                problems.Add(new Problem($"{context.File.Name}, task, labels, {labels[c]}", $"Only {usable} of the proposals are usable, and {wanted} are needed.", "more proposals, fewer texts, or other topics"));
        }
        if (problems.Count > 0) throw new BadInputException(problems);
    }
}
