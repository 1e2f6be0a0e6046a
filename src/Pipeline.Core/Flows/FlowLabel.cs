namespace Pipeline.Core.Flows;

/// <summary>How much of the private source something may tell, from least to most. A chain, so joining is taking the greater.</summary>
public enum Secrecy
{
    /// <summary>Nothing of the source took part in it.</summary>
    Public,

    /// <summary>Of the source only what mechanisms released, with a guarantee, took part in it.</summary>
    Noised,

    /// <summary>Exact measurements of the source: counts, bounds, salted names. For internal readers; never a text.</summary>
    Evidence,

    /// <summary>Anything of the source.</summary>
    Private,
}

/// <summary>
/// A label of the information-flow lattice (Denning 1976): how secret, and which mechanisms' releases are in it. The join of two
/// takes the greater secrecy and all the mechanisms; <see cref="Public"/> is the bottom.
/// </summary>
public sealed class FlowLabel : IEquatable<FlowLabel>
{
    private FlowLabel(Secrecy secrecy, IEnumerable<string> mechanisms)
    {
        Secrecy = secrecy;
        Mechanisms = [.. mechanisms.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>The bottom.</summary>
    public static FlowLabel Public { get; } = new(Secrecy.Public, []);

    /// <summary>How secret.</summary>
    public Secrecy Secrecy { get; }

    /// <summary>Names of the mechanisms whose releases are in it, sorted.</summary>
    public IReadOnlyList<string> Mechanisms { get; }

    /// <summary>A label without mechanisms.</summary>
    public static FlowLabel Of(Secrecy secrecy) => new(secrecy, []);

    /// <summary>The least label that both are below.</summary>
    public FlowLabel Join(FlowLabel other) => new((Secrecy)Math.Max((int)Secrecy, (int)other.Secrecy), Mechanisms.Concat(other.Mechanisms));

    /// <summary>What is left when a mechanism lets something out.</summary>
    public FlowLabel ReleasedBy(string mechanism) => new(Secrecy.Noised, Mechanisms.Append(mechanism));

    /// <summary>The same mechanisms at another secrecy.</summary>
    public FlowLabel At(Secrecy secrecy) => new(secrecy, Mechanisms);

    /// <inheritdoc/>
    public bool Equals(FlowLabel? other) => other is not null && Secrecy == other.Secrecy && Mechanisms.SequenceEqual(other.Mechanisms, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FlowLabel);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Secrecy, Mechanisms.Count);

    /// <inheritdoc/>
    public override string ToString() => Secrecy == Secrecy.Noised ? $"noised by {string.Join(" and ", Mechanisms)}" : Secrecy.ToString().ToLowerInvariant();
}
