using Pipeline.Audits;
using Pipeline.Audits.Usefulness;
using Pipeline.Cli.Running.Methods;
using Pipeline.Core.Flows;
using Pipeline.Core.Plans;
using Pipeline.Core.Privacy;
using Pipeline.Synthesis.Mechanisms;

namespace Pipeline.Cli.Running.Flows;

/// <summary>
/// What flows where in a run of a pipeline file: what <see cref="PipelineRunner"/> does around every method, and in between what
/// the method declares of itself. The stages of a run are held against it as they run.
/// </summary>
internal sealed class RunFlow
{
    private readonly IReadOnlyList<PrivacyClaim> claims;

    private RunFlow(PipelineFile file, IReadOnlyList<PrivacyClaim> claims)
    {
        (File, this.claims) = (file, claims);
        Method = new MethodFlow(this);
    }

    /// <summary>The pipeline file.</summary>
    public PipelineFile File { get; }

    /// <summary>Nodes and edges so far.</summary>
    public FlowBuilder Builder { get; } = new();

    /// <summary>Parts that methods are made of.</summary>
    public MethodFlow Method { get; }

    /// <summary>Whether canaries are planted.</summary>
    public bool Plants => File.Canaries is not null;

    /// <summary>The records that mechanisms learn from.</summary>
    public string Learned => Plants ? Named.Learned : Named.Training;

    /// <summary>The texts that usefulness is compared with; null where there are none.</summary>
    public string? Compared { get; set; }

    /// <summary>The flow of a run.</summary>
    /// <param name="file">The pipeline file.</param>
    /// <param name="claims">What its mechanisms would prove, by their names; none where only stages matter.</param>
    public static FlowGraph Of(PipelineFile file, IReadOnlyList<PrivacyClaim> claims)
    {
        var flow = new RunFlow(file, claims);
        flow.Intake();
        SynthesisMethods.Of(file.Synthesis.Method).Describe(flow);
        flow.Judged();
        flow.Decided();
        return flow.Builder.Build();
    }

    /// <summary>A mechanism with what it would prove.</summary>
    public void Mechanism(string name, Type code, string says, string? stage, params string[] inputs) =>
        Builder.Add(new FlowNode(name, FlowKind.Mechanism, says) { Claim = claims.FirstOrDefault(claim => claim.Mechanism == name), Code = code, Stage = stage }, inputs);

    /// <summary>What the method proposes for release.</summary>
    public void Candidate(params string[] inputs) => Builder.Add(new FlowNode(Named.Candidate, FlowKind.Step, "the texts proposed for release"), inputs);

    private void Intake()
    {
        const string Stage = "Read the source";
        Builder
            .Add(new FlowNode(Named.Source, FlowKind.Source, Path.GetFileName(File.Source.Path)) { Given = FlowLabel.Of(Secrecy.Private) })
            .Add(new FlowNode(Named.PipelineFile, FlowKind.Source, "topics, labels, settings; its writer promises that it holds nothing of the source"))
            .Add(new FlowNode(Named.LanguageModel, FlowKind.Source, Path.GetFileName(File.Synthesis.Model)))
            .Add(new FlowNode(Named.Policy, FlowKind.Source, File.Policy.Name))
            .Add(new FlowNode(Named.Training, FlowKind.Step, "what mechanisms may learn from") { Stage = Stage }, Named.Source)
            .Add(new FlowNode(Named.Holdout, FlowKind.Step, "records kept aside to measure with") { Stage = Stage, Holdout = true }, Named.Source)
            .Add(new FlowNode(Named.Counts, FlowKind.Audit, "how many records and units, how long, the file's digest") { Stage = Stage }, Named.Source);
        // Made up, and yet nobody's to see: a canary that stood in a prompt or a report would measure nothing.
        if (File.Canaries is { } plan)
            Builder
                .Add(new FlowNode(Named.Canaries, FlowKind.Source, $"{plan.Planted} records with random secrets, guarded as if they were somebody's") { Given = FlowLabel.Of(Secrecy.Private) })
                .Add(new FlowNode(Named.Learned, FlowKind.Transformation, "with those canaries whose coins fell so, sealed") { Code = typeof(PlantCanaries) }, Named.Training, Named.Canaries);
    }

    private void Judged()
    {
        string[] compared = Compared is { } texts ? [texts] : [];
        const string Judge = "Read the texts as the judge does", Rating = "Attack with a language model";
        Builder
            .Add(new FlowNode(Named.JudgeModel, FlowKind.Source, Judging.FileName) { Optional = true })
            .Add(new FlowNode(Named.TrainingVectors, FlowKind.Transformation, "embeddings") { Code = typeof(Featurise), Stage = Judge, Optional = true }, Named.Training, Named.JudgeModel)
            .Add(new FlowNode(Named.HoldoutVectors, FlowKind.Transformation, "embeddings") { Code = typeof(Featurise), Stage = Judge, Optional = true, Holdout = true }, Named.Holdout, Named.JudgeModel)
            .Add(new FlowNode(Named.CandidateVectors, FlowKind.Step, "embeddings, and those of the texts it is compared with") { Stage = Judge, Optional = true }, [Named.Candidate, Named.JudgeModel, .. compared]);
        List<string> given = [Named.Candidate, Named.Training, Named.Holdout, Named.TrainingVectors, Named.HoldoutVectors, Named.CandidateVectors, .. compared];
        if (File.Audits.Audits.Any(entry => entry.Name == ModelMembershipAudit.AuditName))
        {
            // The rater is fine-tuned on the candidate before it rates.
            Builder
                .Add(new FlowNode(Named.TrainingRatings, FlowKind.Transformation, "how likely each token is") { Code = typeof(RateTokens), Stage = Rating, Optional = true }, Named.Training, Named.Candidate, Named.LanguageModel)
                .Add(new FlowNode(Named.HoldoutRatings, FlowKind.Transformation, "how likely each token is") { Code = typeof(RateTokens), Stage = Rating, Optional = true, Holdout = true }, Named.Holdout, Named.Candidate, Named.LanguageModel);
            given.AddRange([Named.TrainingRatings, Named.HoldoutRatings]);
        }
        foreach (var entry in File.Audits.Audits)
            Audit(entry.Name, AuditCatalog.Create(entry.Name, entry.Settings, entry.Where).GetType(), [.. given]);
        if (Builder.Has(Named.TrainingFeatures))
            Audit(UsefulnessAudit.AuditName, typeof(UsefulnessAudit), [Named.Candidate, Named.TrainingFeatures, Named.HoldoutFeatures, Named.FeatureMap, .. compared]);
        if (Compared is not null)
        {
            Audit(JudgeAudit.AuditName, typeof(JudgeAudit), Named.TrainingVectors, Named.HoldoutVectors, Named.CandidateVectors);
            Audit(DiversityAudit.AuditName, typeof(DiversityAudit), [Named.Candidate, Named.Training, .. compared]);
        }
        if (Plants) Audit(CanaryAudit.AuditName, typeof(CanaryAudit), [Named.Candidate, Named.Learned, Named.Canaries, .. Builder.Has(Named.CanaryScores) ? [Named.CanaryScores] : Array.Empty<string>()]);
        Attacks();

        void Audit(string name, Type code, params string[] inputs)
        {
            if (!Builder.Has(name)) Builder.Add(new FlowNode(name, FlowKind.Audit, "an audit") { Code = code, Stage = "Audit the candidate" }, inputs);
        }
    }

    /// <summary>
    /// Each mechanism that adds noise is run again, its own code on its own plan, on data that is made up of counts and constants.
    /// Of the run itself only plans and claims reach it.
    /// </summary>
    private void Attacks()
    {
        string[] attacked = [.. Builder.Nodes.Where(node => node.Kind == FlowKind.Mechanism && (node.Code == typeof(NoisyGradientPath) || node.Code == typeof(NoisySurfaceStyle))).Select(node => node.Name)];
        if (attacked.Length == 0) return;
        Builder
            .Add(new FlowNode(Named.Attacked, FlowKind.Source, "made of counts and constants, for attacks on the mechanisms"))
            .Add(new FlowNode(ClaimAgainstAttackAudit.AuditName, FlowKind.Audit, "runs each mechanism a thousand times on made-up data") { Code = typeof(ClaimAgainstAttackAudit), Stage = "Audit the candidate" }, Named.Attacked, Named.PipelineFile)
            .Decides(ClaimAgainstAttackAudit.AuditName, attacked);
    }

    private void Decided()
    {
        Builder.Add(new FlowNode(Named.CandidateDigest, FlowKind.Audit, "by which evidence, ledger and bundle name it"), Named.Candidate);
        var measured = Builder.Nodes.Where(node => node.Kind == FlowKind.Audit).Select(node => node.Name).ToArray();
        var mechanisms = Builder.Nodes.Where(node => node.Kind == FlowKind.Mechanism).Select(node => node.Name).ToArray();
        // How the texts were chosen, in numbers; of a mechanism its claim, which is known before it runs.
        var matched = new[] { Named.Matched, Named.RefinedRead, Named.Nearest }.Where(Builder.Has).ToArray();
        Builder
            .Add(new FlowNode(Named.Gate, FlowKind.Gate, "lets the candidate through whole, or not"), Named.Candidate)
            // It is given the canaries' secrets and refuses a candidate that holds one.
            .Decides(Named.Gate, [.. measured, .. mechanisms, Named.Policy, .. Plants ? [Named.Canaries] : Array.Empty<string>()])
            .Add(new FlowNode(Named.Release, FlowKind.Sink, "Parquet, for whoever may have it") { Ceiling = Secrecy.Noised, Stage = "Write the release", Optional = true }, Named.Gate)
            .Add(new FlowNode(Named.Report, FlowKind.Sink, "report, plan and evidence of the run, for internal readers") { Ceiling = Secrecy.Evidence }, [.. measured, .. matched, Named.PipelineFile])
            .Decides(Named.Report, [.. mechanisms, Named.Gate])
            .Add(new FlowNode(Named.Bundle, FlowKind.Sink, "signed digests and evidence, for verifiers") { Ceiling = Secrecy.Evidence }, [.. measured, Named.PipelineFile, Named.Policy])
            .Decides(Named.Bundle, [.. mechanisms, Named.Gate])
            .Add(new FlowNode(Named.Ledger, FlowKind.Sink, "budgets and decisions") { Ceiling = Secrecy.Evidence }, Named.Counts, Named.CandidateDigest, Named.PipelineFile)
            .Decides(Named.Ledger, [.. mechanisms, Named.Gate])
            .Add(new FlowNode(Named.Log, FlowKind.Sink, "stages, times, digests, decisions") { Ceiling = Secrecy.Evidence }, Named.Counts, Named.CandidateDigest, Named.PipelineFile)
            .Decides(Named.Log, Named.Gate)
            .Add(new FlowNode(Named.Terminal, FlowKind.Sink, "progress and summary for who runs it") { Ceiling = Secrecy.Evidence }, [.. measured, Named.PipelineFile])
            .Decides(Named.Terminal, Named.Gate);
        if (Builder.Has(Named.Matched))
            Builder.Add(new FlowNode(Named.Certificate, FlowKind.Sink, "target and vectors of the candidate, to be checked again") { Ceiling = Secrecy.Evidence }, [.. matched, "noisy-gradient-path"]);
    }
}
