using Pipeline.Audits;
using Pipeline.Core;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;
using Pipeline.Core.Privacy;
using Pipeline.Core.Releases;

namespace Pipeline.Tests.Audits.Membership;

/// <summary>
/// A source of made-up letters: everybody writes about the same few things in nearly the same words, and each unit has particulars
/// that no other has. Training and holdout are drawn alike.
/// </summary>
internal sealed class MadeUpSource
{
    private static readonly string[] Openings = ["please help me with", "i am writing about", "can you look into", "my problem is with", "nobody answered me about"];
    private static readonly string[] Things = ["the invoice", "the parcel", "the router", "my account", "the slot", "the debit", "the contract"];
    private static readonly string[] Endings = ["it is so for days", "please call me back soon", "i expect an answer this week", "thank you in advance"];

    public MadeUpSource(int seed, int training = 240, int holdout = 120, int recordsPerUnit = 2)
    {
        Random = new Random(seed);
        Training = Records("t", training, recordsPerUnit);
        Holdout = Records("h", holdout, recordsPerUnit);
    }

    public Random Random { get; }

    public List<SourceRecord> Training { get; }

    public List<SourceRecord> Holdout { get; }

    /// <summary>A letter as anybody might write it.</summary>
    public string Letter() => $"{Pick(Openings)} {Pick(Things)} of {Word()} {Word()} and {Word()} {Word()} with {Word()} {Word()} since {Pick(Endings)}";

    /// <summary>Runs an audit on texts against this source.</summary>
    public AuditOutcome Audit(Audit audit, IReadOnlyList<string> texts, CancellationToken cancellation, IProgress<StageProgress>? progress = null, int workers = 2)
    {
        var candidate = new Candidate([.. texts.Select((text, i) => new LabelledText($"s-{i}", "label", text))]);
        var binding = new Binding(candidate.Digest, Digest.Of("source"), Digest.Of("settings"));
        var context = new AuditContext(candidate, Private.Seal(new Corpus(Training)), Private.Seal(new Corpus(Holdout)), AuditBench.Names, binding) { Resources = new AuditResources { Workers = workers } };
        return audit.Run(context, TimeProvider.System, progress, cancellation);
    }

    /// <summary>A word that occurs in no other place; they are of many lengths.</summary>
    private string Word() => string.Concat(Enumerable.Range(0, Random.Next(2, 5)).Select(_ => $"{"bcdfgklmnprstvz"[Random.Next(15)]}{"aeiou"[Random.Next(5)]}"));

    private string Pick(string[] from) => from[Random.Next(from.Length)];

    private List<SourceRecord> Records(string prefix, int units, int recordsPerUnit) =>
        [.. Enumerable.Range(0, units * recordsPerUnit).Select(i => new SourceRecord($"{prefix}-{i}", $"{prefix}-unit-{i / recordsPerUnit}", "label", Letter()))];
}
