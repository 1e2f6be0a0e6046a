using Pipeline.Cli.Running.Flows;
using Pipeline.Core.Plans;

namespace Pipeline.Cli.Running.Methods;

/// <summary>A way to make a candidate.</summary>
internal interface ISynthesisMethod
{
    /// <summary>Declares what flows where; every stage of <see cref="Make"/> must be among it.</summary>
    void Describe(RunFlow flow);

    /// <summary>Makes the candidate; private values go through a mechanism on the way.</summary>
    Synthesised Make(RunContext context);
}

/// <summary>Finds the method a pipeline file names.</summary>
internal static class SynthesisMethods
{
    public static ISynthesisMethod Of(SynthesisMethod method) => method switch
    {
        SynthesisMethod.Match => new MatchMethod(),
        SynthesisMethod.MatchRefine => new MatchRefineMethod(),
        SynthesisMethod.AdmmPaper => new EmbeddingMethod(projected: true),
        SynthesisMethod.Embedding => new EmbeddingMethod(projected: false),
        SynthesisMethod.ZeroShot => new ZeroShotMethod(),
        SynthesisMethod.FewShot => new FewShotMethod(),
        SynthesisMethod.CopyingControl => new CopyingMethod(),
        _ => throw new ArgumentOutOfRangeException(nameof(method)),
    };
}
