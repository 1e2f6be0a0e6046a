using Pipeline.Core.Inputs;
using Pipeline.Core.Plans;
using Pipeline.Synthesis.Features;
using Pipeline.Synthesis.Models;
using Pipeline.Synthesis.Proposals;

namespace Pipeline.Cli.Running.Methods;

/// <summary>The first step of most methods: public prompts to proposals. Nothing private is within reach.</summary>
internal static class Proposing
{
    /// <summary>Proposals written for each text of the candidate, where the file names no number.</summary>
    public const int ProposalsPerText = 20;

    /// <summary>Most new tokens of a proposal.</summary>
    public const int NewTokens = 56;

    /// <summary>Proposals of every class, as many as the pipeline file asks for or the method's own number.</summary>
    /// <exception cref="BadInputException">A class has too few usable ones.</exception>
    public static ProposalPool Run(RunContext context)
    {
        var (file, cancellation) = (context.File, context.Cancellation);
        var prompts = PromptBook.For([.. file.Task.Labels.Select(label => new ClassTopics(label.Name, label.About))], file.Public.Kind, file.Public.Openings);
        var settings = new ProposalSettings(file.Synthesis.Proposals ?? ProposalsPerText * file.Synthesis.Texts, NewTokens, (ulong)file.Synthesis.Seed, file.Public.Avoid);
        var proposals = context.Stages.Run("Propose texts", progress =>
        {
            using var writer = LanguageModel.Load(file.Synthesis.Model, Options(context, ComputeType.AutoForWriting), progress, cancellation);
            return new Proposer(writer).Propose(prompts, settings, progress, cancellation);
        });
        RequireEnough(context, proposals.Readable);
        return proposals;
    }

    /// <summary>How to run the file's model in a run, which counts its work.</summary>
    public static ModelOptions Options(RunContext context, ComputeType compute) => Options(context.File.Synthesis, compute) with { Meter = context.Stages.Meter };

    /// <summary>How to run a model as a file asks.</summary>
    public static ModelOptions Options(SynthesisPlan plan, ComputeType compute) => new(plan.Device switch
    {
        PlannedDevice.Cpu => ModelDevice.Cpu,
        PlannedDevice.Cuda => ModelDevice.Cuda,
        _ => ModelDevice.Auto,
    }, compute);

    private static void RequireEnough(RunContext context, IReadOnlyList<Proposal> proposals)
    {
        var problems = new List<Problem>();
        var directions = FeatureMap.DirectionsFor(context.Labels.Count);
        if (proposals.Count <= directions)
            problems.Add(new Problem($"{context.File.Name}, synthesis, proposals", $"Only {proposals.Count} of the proposals are usable, and the feature map needs more than {directions}.", "more proposals"));
        for (var c = 0; c < context.Labels.Count; c++)
        {
            var wanted = context.File.Synthesis.Texts / context.Labels.Count + 1;
            var usable = proposals.Count(proposal => proposal.Label == c);
            if (usable < wanted)
                problems.Add(new Problem($"{context.File.Name}, task, labels, {context.Labels[c]}", $"Only {usable} of the proposals are usable, and {wanted} texts are wanted.", "more proposals, fewer texts, or other topics"));
        }
        if (problems.Count > 0) throw new BadInputException(problems);
    }
}
