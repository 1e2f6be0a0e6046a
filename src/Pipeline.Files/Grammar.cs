using System.Text.RegularExpressions;
using Pipeline.Core.Evidence;
using Pipeline.Core.Plans;
using Pipeline.Core.Policies;
using Pipeline.Core.Privacy;
using Pipeline.Files.Reading;

namespace Pipeline.Files;

/// <summary>Every key and word that the three kinds of file know. What they mean stands in the schemas.</summary>
internal static class Grammar
{
    /// <summary>The only version of the grammar there is.</summary>
    public const int Version = 1;

    /// <summary><c>upper 95 %</c>, <c>lower 99.9 %</c>.</summary>
    public static readonly Regex ConfidenceBound = new(@"^(?<end>upper|lower) (?<percent>[0-9]{1,3}(?:\.[0-9]{1,6})?) ?%\z", RegexOptions.NonBacktracking);

    public static readonly Shape Pipeline = new("pipeline", ["name", "source", "task", "privacy", "synthesis", "audits", "policy", "release"], ["version", "public", "canaries", "schedule"]);
    public static readonly Shape Public = new("public", [], ["kind", "openings", "avoid", "style", "examples"]);
    public static readonly Shape Style = new("style", [], ["casing", "punctuation", "ending", "apostrophes", "lines", "least words", "most words"]);
    public static readonly Shape Source = new("source", ["path", "text", "label", "classification"], ["format", "id", "unit", "holdout", "encoding"]);
    public static readonly Shape Task = new("task", ["template", "labels"], []);
    public static readonly Shape Label = new("label", ["token", "about"], []);
    public static readonly Shape Privacy = new("privacy", ["epsilon", "delta", "neighbours", "records per unit"], ["style share"]);
    public static readonly Shape Synthesis = new("synthesis", ["model", "method", "texts"], ["proposals", "rounds", "balance", "seed", "device"]);
    public static readonly Shape Canaries = new("canaries", ["planted"], ["words"]);
    public static readonly Shape Release = new("release", ["to"], ["purpose", "recipient", "approval"]);
    public static readonly Shape Schedule = new("schedule", ["cron", "zone"], ["misfire"]);

    public static readonly Shape Suite = new("suite", ["name", "audits"], ["version"]);

    /// <summary><c>for</c> and <c>require</c> may be taken over from the policy that is extended.</summary>
    public static readonly Shape Policy = new("policy", ["name"], ["for", "require", "version", "extends", "evidence maximum age", "exceptions"]);
    public static readonly Shape For = new("for", [], ["classification", "purpose", "recipient"]);
    public static readonly Shape Guarantee = new("guarantee", ["guarantee", "epsilon", "delta"], ["name", "for", "scope"]);
    public static readonly Shape Finding = new("finding", ["finding", "measure"], ["name", "for", "against", "value", "power"])
    {
        Family = ConfidenceBound,
        Examples = ["upper 95 %", "lower 95 %"],
    };
    public static readonly Shape Exception = new("exception", ["relaxes", "for", "until", "approved by", "because"], ["epsilon", "delta", "value", "power"])
    {
        Family = ConfidenceBound,
        Examples = ["upper 95 %", "lower 95 %"],
    };

    /// <summary>The keys with which an exception may bound a requirement of a shape, families aside.</summary>
    public static IEnumerable<string> ExceptionBounds(Shape requirement) => Exception.Optional.Where(requirement.Keys.Contains);

    public static readonly Shape AtMost = new("at most", ["at most"], []);
    public static readonly Shape AtLeast = new("at least", ["at least"], []);
    public static readonly Shape Either = new("either bound", [], ["at most", "at least"]);

    /// <summary>Every shape there is but those of audits, whose settings the audits name.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<Shape>> Files { get; } = new Dictionary<string, IReadOnlyList<Shape>>
    {
        ["pipeline"] = [Pipeline, Public, Style, Source, Task, Label, Privacy, Synthesis, Canaries, Release, Schedule],
        ["suite"] = [Suite],
        ["policy"] = [Policy, For, Guarantee, Finding, Exception, AtMost, AtLeast, Either],
    };

    public static readonly Words<PlannedFormat> Formats =
        new(("parquet", PlannedFormat.Parquet), ("csv", PlannedFormat.Csv), ("tsv", PlannedFormat.Tsv), ("jsonl", PlannedFormat.JsonLines));

    public static readonly Words<Classification> Classifications = new(("public", Classification.Public), ("internal", Classification.Internal),
        ("confidential", Classification.Confidential), ("restricted", Classification.Restricted));

    public static readonly Words<Neighbours> NeighbouringRelations =
        new(("add-or-remove-one-unit", Neighbours.AddOrRemoveOneUnit), ("replace-one-unit", Neighbours.ReplaceOneUnit));

    public static readonly Words<SynthesisMethod> Methods =
        new(("match", SynthesisMethod.Match), ("match+refine", SynthesisMethod.MatchRefine), ("zero-shot", SynthesisMethod.ZeroShot), ("few-shot", SynthesisMethod.FewShot),
            ("admm-paper", SynthesisMethod.AdmmPaper), ("embedding", SynthesisMethod.Embedding), ("copying-control", SynthesisMethod.CopyingControl));

    public static readonly Words<ClassBalance> Balances = new(("even", ClassBalance.Even), ("as-released", ClassBalance.AsReleased));

    /// <summary>A note may say <c>as-is</c>: null, which leaves the texts as the model writes them.</summary>
    public const string AsIs = "as-is";

    public static readonly Words<Stated<LetterCasing>> Casings = Stated.Words(("lower", LetterCasing.Lower), ("sentence", LetterCasing.Sentence), ("upper", LetterCasing.Upper));

    public static readonly Words<Stated<MarkSpacing>> Spacings = Stated.Words(("spaced", MarkSpacing.Spaced), ("attached", MarkSpacing.Attached));

    public static readonly Words<Stated<TextEnding>> Endings = Stated.Words(("punctuated", TextEnding.Punctuated), ("open", TextEnding.Open));

    public static readonly Words<Stated<ApostropheMark>> Apostrophes = Stated.Words(("straight", ApostropheMark.Straight), ("curly", ApostropheMark.Curly));

    public static readonly Words<Stated<LineShape>> Lines = Stated.Words(("single", LineShape.Single), ("several", LineShape.Several), ("paragraphs", LineShape.Blank));

    public static readonly Words<PlannedDevice> Devices = new(("auto", PlannedDevice.Auto), ("cpu", PlannedDevice.Cpu), ("cuda", PlannedDevice.Cuda));

    public static readonly Words<Approval> Approvals = new(("none", Approval.None), ("two-person", Approval.TwoPerson));

    public static readonly Words<Misfire> Misfires = new(("run-once", Misfire.RunOnce), ("skip", Misfire.Skip));

    /// <summary>True for guarantees on everything ever released from the source.</summary>
    public static readonly Words<bool> Scopes = new(("this release", false), ("all releases", true));

    /// <summary>Only one kind of guarantee can be proved so far.</summary>
    public static readonly Words<bool> Guarantees = new(("differential-privacy", true));

    public static readonly Words<Against> Parts =
        new(("training", Against.Training), ("holdout", Against.Holdout), ("candidate", Against.CandidateAlone));
}
