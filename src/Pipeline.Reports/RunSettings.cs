using Pipeline.Core;

namespace Pipeline.Reports;

/// <summary>What was asked for, by name and digest.</summary>
public sealed record RunSettings
{
    /// <summary>The task's prompt around a text.</summary>
    public required string Template { get; init; }

    /// <summary>The task's labels, in order.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>The language model's file name.</summary>
    public required string Model { get; init; }

    /// <summary>Digest of the model's file.</summary>
    public required Digest ModelDigest { get; init; }

    /// <summary>How texts are made, such as <c>match</c>.</summary>
    public required string Method { get; init; }

    /// <summary>Texts asked for.</summary>
    public required int Texts { get; init; }

    /// <summary>Proposals the model wrote to choose from.</summary>
    public required int Proposals { get; init; }

    /// <summary>The surface style that proposals were rewritten in, stated or measured with noise, in words; null for none.</summary>
    public string? Style { get; init; }

    /// <summary>Seed of the public choices; noise never comes from it.</summary>
    public required long Seed { get; init; }

    /// <summary>The policy's name.</summary>
    public required string Policy { get; init; }

    /// <summary>Digest of the policy file.</summary>
    public required Digest PolicyDigest { get; init; }

    /// <summary>The audit suite's name.</summary>
    public required string Suite { get; init; }

    /// <summary>Digest of the audit suite.</summary>
    public required Digest SuiteDigest { get; init; }

    /// <summary>What the release is for, or null when nobody said.</summary>
    public string? Purpose { get; init; }

    /// <summary>Whom the release is for, or null when nobody said.</summary>
    public string? Recipient { get; init; }
}
