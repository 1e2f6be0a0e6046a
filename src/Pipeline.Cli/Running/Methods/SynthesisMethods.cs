using Pipeline.Core.Plans;

namespace Pipeline.Cli.Running.Methods;

/// <summary>A way to make a candidate.</summary>
internal interface ISynthesisMethod
{
    /// <summary>Makes the candidate; private values go through a mechanism on the way.</summary>
    Synthesised Make(RunContext context);
}

/// <summary>Finds the method a pipeline file names.</summary>
internal static class SynthesisMethods
{
    public static ISynthesisMethod Of(SynthesisMethod method) => method switch
    {
        SynthesisMethod.Match => new MatchMethod(),
        SynthesisMethod.ZeroShot => new ZeroShotMethod(),
        SynthesisMethod.FewShot => new FewShotMethod(),
        SynthesisMethod.MatchRefine => new MatchRefineMethod(),
        SynthesisMethod.AdmmPaper => new EmbeddingMethod(projected: true),
        SynthesisMethod.Embedding => new EmbeddingMethod(projected: false),
        SynthesisMethod.CopyingControl => new CopyingMethod(),
        _ => throw new ArgumentOutOfRangeException(nameof(method)),
    };
}
