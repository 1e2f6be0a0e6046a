using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Core;
using Pipeline.Core.Evidence;
using Pipeline.Core.Inputs;
using Pipeline.Core.Numerics;
using Pipeline.Core.Policies;
using Pipeline.Core.Privacy;
using Pipeline.Core.Releases;

namespace Pipeline.Reports;

/// <summary>Reads what was judged out of a <c>report.json</c>. Nothing of it is trusted: whatever cannot be read is bad input.</summary>
public static class ReportReader
{
    private const int MostBytes = 64 * 1024 * 1024;

    /// <summary>Reads a report.</summary>
    /// <param name="path">The file, or the folder of a run that holds it.</param>
    /// <exception cref="BadInputException">There is no such report, or it cannot be read.</exception>
    public static ReportedCase Read(string path)
    {
        var file = Directory.Exists(path) ? Path.Combine(path, "report.json") : path;
        var where = Path.GetFileName(file);
        if (!File.Exists(file)) throw new BadInputException(where, "There is no such report.", "a run's folder, or its report.json");
        try
        {
            if (new FileInfo(file).Length > MostBytes) throw new BadInputException(where, "The file is too large for a report.", $"at most {MostBytes / 1024 / 1024} MiB");
            var report = JsonNode.Parse(File.ReadAllText(file))?.AsObject();
            if (Text(report, "schema") != RunReport.Schema) throw new BadInputException(where, "This is not a report of a run.", RunReport.Schema);
            return Case(report!);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or OverflowException or ArgumentException)
        {
            throw new BadInputException(new Problem(where, "The report cannot be read: something in it is missing or of a wrong kind.", "a report as a run wrote it"), broken);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(new Problem(where, "The report cannot be opened.", "a file that this user may read"), broken);
        }
    }

    private static ReportedCase Case(JsonObject report)
    {
        var (source, settings, evidence) = (Part(report, "source"), Part(report, "settings"), Part(report, "evidence"));
        var inPart = new List<string>();
        var audits = Items(evidence, "audits");
        var summary = new EvidenceSummary(
            BindingOf(Part(evidence, "binding")),
            [.. Items(evidence, "guarantees").Select(guarantee => new GuaranteeSummary(Claim(guarantee), BindingOf(Part(guarantee, "binding"))))],
            [.. audits.SelectMany(audit => Items(audit, "findings").Select(finding => Finding(Text(audit, "audit"), finding, inPart))).OfType<FindingSummary>()],
            [.. audits.Where(audit => audit["failure"] is not null).Select(audit => new AuditFailure(Text(audit, "audit"), Text(audit, "failure")))]);
        var units = (int)Number(source, "trainingUnits");
        var facts = new CaseFacts(Word<Classification>(source, "classification"), units, Spent(report["ledger"]?.AsObject()))
        {
            Purpose = settings["purpose"]?.GetValue<string>(),
            Recipient = settings["recipient"]?.GetValue<string>(),
        };
        var started = DateTimeOffset.Parse(Text(report, "started"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        return new ReportedCase(
            Text(report, "pipeline"), Text(report, "run"), new Proposed(summary.Binding.Candidate, (int)Number(settings, "texts")) { WithCanary = CanaryRule.Counted(summary) }, summary, facts,
            started + TimeSpan.FromSeconds(Number(report, "seconds")), Digest.Parse(Text(settings, "policyDigest")), Text(Part(report, "decision"), "outcome") == "approved", inPart);
    }

    private static SourceSpending? Spent(JsonObject? ledger)
    {
        if (ledger is null) return null;
        var (mu, epsilon, at) = (Number(ledger, "mu"), Number(ledger, "epsilon"), Number(ledger, "delta"));
        // The report holds one point of the privacy curve; mu holds all of it where everything spent was Gaussian.
        const double Rounding = 1e-6;
        var isGaussian = double.IsFinite(mu) && Math.Abs(GaussianPrivacy.Epsilon(mu, at) - epsilon) <= Rounding * Math.Max(1, epsilon);
        return new SourceSpending(mu, (int)Number(ledger, "runs"), delta => isGaussian ? GaussianPrivacy.Epsilon(mu, delta) : delta >= at ? epsilon : double.PositiveInfinity);
    }

    private static PrivacyClaim Claim(JsonObject guarantee) => new()
    {
        Mechanism = Text(guarantee, "mechanism"),
        Epsilon = Number(guarantee, "epsilon"),
        Delta = Number(guarantee, "delta"),
        Mu = Number(guarantee, "mu"),
        Unit = Text(guarantee, "unit"),
        RecordsPerUnit = (int)Number(guarantee, "recordsPerUnit"),
        Neighbours = Word<Neighbours>(guarantee, "neighbours"),
        Noise = Word<NoiseOrigin>(guarantee, "noise"),
        Sigmas = [.. guarantee["sigmas"]!.AsArray().Select(sigma => Number(sigma!))],
        Assumptions = [],
        NotCovered = [],
    };

    private static FindingSummary? Finding(string audit, JsonObject finding, List<string> inPart)
    {
        var (measure, kind) = (Text(finding, "measure"), Text(finding, "kind"));
        if (StatisticOf(kind, finding) is not { } statistic)
        {
            inPart.Add($"{audit}: {measure} ({kind})");
            return null;
        }
        return new FindingSummary(audit, measure, Word<Against>(finding, "against"), statistic, BindingOf(Part(finding, "binding")),
            DateTimeOffset.Parse(Text(finding, "measuredAt"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal))
        {
            Unit = Word<MeasureUnit>(finding, "unit"),
            NoLeak = finding["noLeak"] is { } noLeak ? Number(noLeak) : null,
        };
    }

    /// <summary>The statistic, where the report holds all of it: of curves and of the greatest of several it shows the bounds alone.</summary>
    private static Statistic? StatisticOf(string kind, JsonObject finding)
    {
        var (estimate, n) = (Number(finding, "estimate"), (int)Number(finding, "n"));
        const double TwoSided95 = .975;
        return kind switch
        {
            "proportion" => new Proportion((int)Number(finding, "k"), n),
            "census" => new Census(estimate, n),
            "average" => new Average(estimate, (Number(finding, "upper") - estimate) / Normal.Quantile(TwoSided95), n),
            _ => null,
        };
    }

    private static Binding BindingOf(JsonObject binding) => new(Digest.Parse(Text(binding, "candidate")), Digest.Parse(Text(binding, "source")), Digest.Parse(Text(binding, "settings")));

    private static JsonObject Part(JsonObject of, string name) => (of[name] ?? throw new KeyNotFoundException()).AsObject();

    private static IEnumerable<JsonObject> Items(JsonObject of, string name) => (of[name] ?? throw new KeyNotFoundException()).AsArray().Select(item => item!.AsObject());

    private static string Text(JsonObject? of, string name) => (of?[name] ?? throw new KeyNotFoundException()).GetValue<string>();

    private static double Number(JsonObject of, string name) => Number(of[name] ?? throw new KeyNotFoundException());

    /// <summary>A number; what JSON cannot spell was written as a word.</summary>
    private static double Number(JsonNode value) => value.GetValueKind() != JsonValueKind.String ? value.GetValue<double>() : value.GetValue<string>() switch
    {
        "NaN" => double.NaN,
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        _ => throw new FormatException(),
    };

    private static T Word<T>(JsonObject of, string name)
        where T : struct, Enum => Enum.GetValues<T>().Where(value => Json.ReportJson.Word(value) == Text(of, name)).Select(value => (T?)value).FirstOrDefault() ?? throw new FormatException();
}
