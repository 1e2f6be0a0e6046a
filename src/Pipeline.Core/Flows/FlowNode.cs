using Pipeline.Core.Privacy;

namespace Pipeline.Core.Flows;

/// <summary>What a node does to the labels of what flows in.</summary>
public enum FlowKind
{
    /// <summary>Something comes in from outside, with a given label.</summary>
    Source,

    /// <summary>A computation: out comes the join of what went in.</summary>
    Step,

    /// <summary>A computation on sealed values, whose result stays sealed: the same join.</summary>
    Transformation,

    /// <summary>A differentially private release: private in, noised out, if its claim is worth anything.</summary>
    Mechanism,

    /// <summary>A measurement: private in, evidence out.</summary>
    Audit,

    /// <summary>The decision: lets its data through or nothing; what it decides on does not come out, but for the decision itself.</summary>
    Gate,

    /// <summary>Something that people, models or other programs will see.</summary>
    Sink,
}

/// <summary>A node of the flow.</summary>
/// <param name="Name">Its name, unique in the graph.</param>
/// <param name="Kind">What it does to labels.</param>
/// <param name="Says">What it is, in some words.</param>
public sealed record FlowNode(string Name, FlowKind Kind, string Says)
{
    /// <summary>A source's label.</summary>
    public FlowLabel Given { get; init; } = FlowLabel.Public;

    /// <summary>The most secret that may arrive here; null where anything may.</summary>
    public Secrecy? Ceiling { get; init; }

    /// <summary>What a mechanism would prove; null when it is not known, which proves nothing.</summary>
    public PrivacyClaim? Claim { get; init; }

    /// <summary>The class that does it, for nodes that open sealed values.</summary>
    public Type? Code { get; init; }

    /// <summary>The stage of a run in which it happens: its name, or how its name begins.</summary>
    public string? Stage { get; init; }

    /// <summary>Whether a run may go by without it.</summary>
    public bool Optional { get; init; }

    /// <summary>Whether it holds records that were kept aside to measure with.</summary>
    public bool Holdout { get; init; }
}

/// <summary>Something flows from one node to another.</summary>
/// <param name="From">A node's name.</param>
/// <param name="To">A node's name.</param>
/// <param name="Control">True where it only decides whether something happens, and is no part of what comes out.</param>
public sealed record FlowEdge(string From, string To, bool Control = false);
