namespace Pipeline.Core.Plans;

/// <summary>Ways to make a candidate.</summary>
public enum SynthesisMethod
{
    /// <summary>Texts whose gradients match a differentially private target.</summary>
    Match,

    /// <summary>As <see cref="Match"/>, then refined word by word while the merit falls.</summary>
    MatchRefine,

    /// <summary>GRADMM as published: a baseline whose texts are what its tokens happen to say.</summary>
    AdmmPaper,

    /// <summary>Optimised embeddings without any text: a baseline that can never be released.</summary>
    Embedding,

    /// <summary>Proposals as they come, from the prompts alone: nothing private takes part.</summary>
    ZeroShot,

    /// <summary>The same from prompts that show the pipeline file's public examples.</summary>
    FewShot,

    /// <summary>Copies of private texts: a control that every policy must refuse.</summary>
    CopyingControl,
}

/// <summary>How many texts of each class are made.</summary>
public enum ClassBalance
{
    /// <summary>As many of each.</summary>
    Even,

    /// <summary>In proportion to the noisy class sizes that the mechanism released, at least two of each.</summary>
    AsReleased,
}

/// <summary>Where a pipeline file wants the model to run.</summary>
public enum PlannedDevice
{
    /// <summary>A CUDA device where there is one, else the processor.</summary>
    Auto,

    /// <summary>The processor.</summary>
    Cpu,

    /// <summary>The first CUDA device.</summary>
    Cuda,
}

/// <summary>How the synthetic text is made.</summary>
public sealed record SynthesisPlan
{
    /// <summary>The model's GGUF file, as an absolute path.</summary>
    public required string Model { get; init; }

    /// <summary>The way.</summary>
    public required SynthesisMethod Method { get; init; }

    /// <summary>How many texts the candidate has.</summary>
    public required int Texts { get; init; }

    /// <summary>How many texts are proposed to choose from; null leaves it to the method.</summary>
    public int? Proposals { get; init; }

    /// <summary>
    /// Rounds of proposals: after each but the last, matched texts go into the next round's prompts as examples. The number of
    /// proposals is that of all rounds together.
    /// </summary>
    public int Rounds { get; init; } = 1;

    /// <summary>Texts of each class.</summary>
    public ClassBalance Balance { get; init; } = ClassBalance.Even;

    /// <summary>Seed of the model's sampling. Never of a mechanism's noise.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Where the model runs.</summary>
    public PlannedDevice Device { get; init; } = PlannedDevice.Auto;
}
