namespace Pipeline.Synthesis.Models;

/// <summary>Where a model runs.</summary>
public enum ModelDevice
{
    /// <summary>A CUDA device where there is one, else the processor.</summary>
    Auto,

    /// <summary>The first CUDA device.</summary>
    Cuda,

    /// <summary>The processor.</summary>
    Cpu,
}

/// <summary>The arithmetic a model runs in.</summary>
public enum ComputeType
{
    /// <summary>bf16 where a measurement on loading finds it faster than fp32, else fp32.</summary>
    Auto,

    /// <summary>
    /// For writing texts, where hidden states need not be exact: int8 where the processor has instructions for it, else as
    /// <see cref="Auto"/>.
    /// </summary>
    AutoForWriting,

    /// <summary>32-bit floats.</summary>
    Fp32,

    /// <summary>bfloat16 weights and matrix products; norms in fp32.</summary>
    Bf16,

    /// <summary>
    /// Matrix products in 8-bit integers with 16-bit activations, everything else in fp32: a quarter of the memory and faster
    /// than fp32, with hidden states that differ by some hundredths. On processors with VNNI only; cannot be differentiated.
    /// </summary>
    Int8,

    /// <summary>64-bit floats, for checking mathematics.</summary>
    Fp64,
}

/// <summary>How to run a model.</summary>
/// <param name="Device">Where.</param>
/// <param name="Compute">In what arithmetic.</param>
public sealed record ModelOptions(ModelDevice Device = ModelDevice.Auto, ComputeType Compute = ComputeType.Auto)
{
    /// <summary>Counts the model's work, or null.</summary>
    public ModelMeter? Meter { get; init; }
}
