namespace Pipeline.Cli.Running.Flows;

/// <summary>Names of the flow's nodes.</summary>
internal static class Named
{
    public const string Source = "source", PipelineFile = "pipeline file", LanguageModel = "language model", JudgeModel = "judge's model", Policy = "policy";

    public const string Training = "training part", Holdout = "holdout part", Counts = "counts and digest";

    public const string Canaries = "made-up canaries", Learned = "training part with canaries", LearnedFeatures = "features of what is learned", CanaryFeatures = "features of the canaries", CanaryScores = "canaries in the target";

    public const string Attacked = "made-up data";

    public const string Prompts = "prompts", LoadedModel = "loaded model", Proposals = "proposals", Rewritten = "rewritten proposals", FeatureMap = "feature map";

    public const string TrainingFeatures = "features of the training part", HoldoutFeatures = "features of the holdout part";

    public const string More = "more proposals", Guided = "guided texts", ReadLater = "later proposals, read", ZeroShot = "zero-shot texts";

    public const string Matched = "matched texts", Refined = "refined texts", RefinedRead = "refined texts, read", Optimised = "optimised embeddings", Nearest = "nearest tokens", ChosenRead = "chosen texts, read";

    public const string Candidate = "candidate", CandidateDigest = "digest of the candidate", Gate = "gate", Release = "release", Report = "report", Bundle = "evidence bundle", Certificate = "numerical certificate", Ledger = "ledger", Log = "log", Terminal = "terminal";

    public const string TrainingVectors = "judge's view of the training part", HoldoutVectors = "judge's view of the holdout part", CandidateVectors = "judge's view of the candidate";

    public const string TrainingRatings = "ratings of the training part", HoldoutRatings = "ratings of the holdout part";
}
