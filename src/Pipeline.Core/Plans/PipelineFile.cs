using Pipeline.Core.Policies;

namespace Pipeline.Core.Plans;

/// <summary>What a person wants to flow: a pipeline file with the suite and the policy it names, all valid.</summary>
public sealed record PipelineFile
{
    /// <summary>Its name: lower-case letters, digits and hyphens.</summary>
    public required string Name { get; init; }

    /// <summary>Version of the grammar it is written in.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Where the private text comes from.</summary>
    public required SourcePlan Source { get; init; }

    /// <summary>What the text is to teach a model.</summary>
    public required TaskPlan Task { get; init; }

    /// <summary>What anybody may know of such texts.</summary>
    public PublicPlan Public { get; init; } = new();

    /// <summary>The budget of the mechanism.</summary>
    public required PrivacyPlan Privacy { get; init; }

    /// <summary>How the synthetic text is made.</summary>
    public required SynthesisPlan Synthesis { get; init; }

    /// <summary>Canaries to plant, or null.</summary>
    public CanaryPlan? Canaries { get; init; }

    /// <summary>How the candidate is measured.</summary>
    public required AuditSuite Audits { get; init; }

    /// <summary>What must hold for a release.</summary>
    public required Policy Policy { get; init; }

    /// <summary>Where a release goes.</summary>
    public required ReleasePlan Release { get; init; }

    /// <summary>When it runs by itself, or null.</summary>
    public SchedulePlan? Schedule { get; init; }

    /// <summary>Digest of the three files' bytes and the model's file name; the model's own digest is the caller's to add.</summary>
    public required Digest Settings { get; init; }
}
