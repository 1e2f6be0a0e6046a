namespace Pipeline.Core.Plans;

/// <summary>Ways to make a candidate.</summary>
public enum SynthesisMethod
{
    /// <summary>Texts whose gradients match a differentially private target.</summary>
    Match,

    /// <summary>Copies of private texts: a control that every policy must refuse.</summary>
    CopyingControl,
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
    /// <summary>The model's GGUF file, or its folder, as an absolute path.</summary>
    public required string Model { get; init; }

    /// <summary>The way.</summary>
    public required SynthesisMethod Method { get; init; }

    /// <summary>How many texts the candidate has.</summary>
    public required int Texts { get; init; }

    /// <summary>How many texts are proposed to choose from; null leaves it to the method.</summary>
    public int? Proposals { get; init; }

    /// <summary>Seed of the model's sampling. Never of a mechanism's noise.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Where the model runs.</summary>
    public PlannedDevice Device { get; init; } = PlannedDevice.Auto;
}
