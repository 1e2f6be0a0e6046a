using Pipeline.Core;
using Pipeline.Core.Evidence;
using Pipeline.Core.Privacy;
using Pipeline.Core.Releases;
using Pipeline.Formal.Solving;

namespace Pipeline.Formal.Policies;

/// <summary>
/// Turns a solver's model into a situation that could be: whole texts, k of n, round numbers. Only the places among the constants are
/// kept, for a policy sees no more of them.
/// </summary>
internal sealed class ExampleBuilder(Logic logic, EvidenceSpace space)
{
    private const int UsualTexts = 100;

    private static readonly Binding Here = new(Digest.Of("an example"), Digest.Of("its source"), Digest.Of("its settings"));

    /// <summary>The finding whose p-values no sample tried could have; null when every one has a sample.</summary>
    public FindingSpace? WithoutSample { get; private set; }

    /// <summary>The situation; null when some finding has no sample.</summary>
    public Situation? Build(Solver model, TimeOnly hour)
    {
        var (classification, units, purpose, recipient, day) = space.Cases.Of(model);
        var now = new DateTimeOffset(day.ToDateTime(hour), TimeSpan.Zero);
        WithoutSample = null;
        var usable = space.Findings.Where(finding => model.IsTrue(finding.Usable)).ToList();
        if (Samples(model, usable) is not { } samples) return null;
        var sound = space.SoundCandidate.Select(model.IsTrue).ToList();
        var evidence = new EvidenceSummary(
            Here with { Candidate = sound[1] ? Here.Candidate : Digest.Of("another example") },
            [.. Guarantees(model, sound[1] ? Here : Here with { Candidate = Digest.Of("another example") }, sound[3])],
            [.. usable.Select(finding => Finding(model, finding, samples[finding.Name], now))],
            sound[2] ? [] : [new AuditFailure("an audit", "it ran out of time")]);
        // Findings are about what the evidence is about.
        evidence = evidence with { Findings = [.. evidence.Findings.Select(finding => finding with { Binding = evidence.Binding })] };
        var facts = new CaseFacts(classification, units, Spent(model)) { Purpose = purpose, Recipient = recipient };
        var texts = usable.Count == 0 ? UsualTexts : Math.Max(1, samples.Values.Max(statistic => statistic.N));
        return new Situation(new Proposed(Here.Candidate, sound[0] ? texts : 0), evidence, facts, now);
    }

    /// <summary>What makes the p-values and powers of a finding what they are in the model: to be ruled out when no sample has them.</summary>
    public Term PatternOf(Solver model, FindingSpace finding) => logic.And(
    [
        finding.Usable, logic.Not(finding.IsCensus),
        .. finding.Above.Values.Concat(finding.Below.Values).Concat(finding.Power.Values).Select(quantity => Place.Of(model, logic, quantity).Holds(logic, quantity.Term)),
    ]);

    /// <summary>One size for all findings where there is one, since they are measured on the same texts.</summary>
    private Dictionary<FindingName, Statistic>? Samples(Solver model, List<FindingSpace> usable)
    {
        var found = new Dictionary<FindingName, Statistic>();
        var searches = new List<(FindingSpace Finding, SampleSearch Search)>();
        foreach (var finding in usable)
        {
            if (!model.IsTrue(finding.IsCensus)) searches.Add((finding, SearchFor(model, finding)));
        }
        foreach (var n in SampleSearch.Sizes)
        {
            var all = searches.Select(search => (search.Finding.Name, Sample: search.Search.At(n))).TakeWhile(search => search.Sample is not null).ToList();
            if (all.Count < searches.Count) continue;
            foreach (var (name, sample) in all) found[name] = sample!;
            return WithCensuses(n);
        }
        foreach (var (finding, search) in searches)
        {
            if (search.Any() is { } sample) found[finding.Name] = sample;
            else WithoutSample ??= finding;
        }
        return WithoutSample is null ? WithCensuses(found.Values.Select(sample => sample.N).DefaultIfEmpty(UsualTexts).Max()) : null;

        Dictionary<FindingName, Statistic> WithCensuses(int n)
        {
            foreach (var finding in usable.Where(finding => model.IsTrue(finding.IsCensus))) found[finding.Name] = new Census(Number(model, finding), n);
            return found;
        }
    }

    private SampleSearch SearchFor(Solver model, FindingSpace finding) => new(
    [
        .. finding.Above.Select(pair => new WantedP(pair.Key, true, Place.Of(model, logic, pair.Value))),
        .. finding.Below.Select(pair => new WantedP(pair.Key, false, Place.Of(model, logic, pair.Value))),
    ], [.. finding.Power.Select(pair => new WantedPower(pair.Key.Bound, pair.Key.Confidence, Place.Of(model, logic, pair.Value)))]);

    private double Number(Solver model, FindingSpace finding) => Place.Of(model, logic, finding.Value)
        .Simple(finding.Facts.Least ?? double.NegativeInfinity, finding.Facts.Greatest ?? double.PositiveInfinity, finding.Facts.IsCount);

    private FindingSummary Finding(Solver model, FindingSpace finding, Statistic statistic, DateTimeOffset now)
    {
        var place = Place.Of(model, logic, finding.Age);
        var age = double.IsInfinity(place.Above) && !place.Exact ? TimeSpan.Zero : TimeSpan.FromTicks((long)place.Simple(0, TimeSpan.FromDays(10_000).Ticks, whole: false));
        return new FindingSummary(finding.Name.Audit, finding.Name.Measure, finding.Name.Against, statistic, Here, now - age)
        {
            Unit = finding.Facts.Unit ?? MeasureUnit.Number,
            NoLeak = model.IsTrue(finding.SaysNoLeak) ? 0 : null,
        };
    }

    private IEnumerable<GuaranteeSummary> Guarantees(Solver model, Binding binding, bool unseeded)
    {
        if (!model.IsTrue(space.Privacy.Proved) && unseeded) yield break;
        var (epsilon, delta) = (Simple(model, space.Privacy.Epsilon), Simple(model, space.Privacy.Delta));
        var claim = new PrivacyClaim
        {
            Mechanism = "an example",
            Epsilon = epsilon,
            Delta = delta,
            Unit = "unit",
            RecordsPerUnit = 1,
            Neighbours = Neighbours.AddOrRemoveOneUnit,
            Noise = unseeded ? NoiseOrigin.OperatingSystem : NoiseOrigin.Seeded,
            Sigmas = [],
            Mu = 0,
            Assumptions = [],
            NotCovered = [],
        };
        yield return new GuaranteeSummary(model.IsTrue(space.Privacy.Proved) ? claim : claim with { Epsilon = double.PositiveInfinity }, binding);
    }

    private double Simple(Solver model, Quantity quantity) => Place.Of(model, logic, quantity).Simple(0, double.PositiveInfinity, whole: false);

    /// <summary>All releases together, as a curve that steps where policies look at it.</summary>
    private SourceSpending? Spent(Solver model)
    {
        if (!model.IsTrue(space.Privacy.SpentIsKnown)) return null;
        var steps = space.Privacy.Curve.Select(pair => (Delta: pair.Key, Epsilon: Simple(model, pair.Value))).ToList();
        return new SourceSpending(0, 1, delta => steps.Where(step => step.Delta <= delta).Select(step => step.Epsilon).DefaultIfEmpty(double.PositiveInfinity).Last());
    }
}
