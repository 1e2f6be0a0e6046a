using System.Xml.Linq;
using CsCheck;
using Pipeline.Core.Corpora;
using Pipeline.Core.Policies;
using Pipeline.Core.Privacy;
using Pipeline.Core.Releases;
using Pipeline.Reports;

namespace Pipeline.Tests.Reports;

public sealed class ReportPageTests
{
    public static TheoryData<string> Cases => [.. SampleReports.All.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Says_in_its_banner_what_the_gate_decided(string name)
    {
        var report = SampleReports.All[name]();
        var banner = Page(report).Descendants("header").Single();
        Assert.Equal(report.Decision is Approved ? "Approved" : "Refused", banner.Descendants("span").Single(span => (string?)span.Attribute("id") == "verdict").Value);
        Assert.Equal(report.Decision is Refused refused ? refused.Reasons : [], banner.Descendants("li").Select(reason => reason.Value));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Shows_the_verdict_on_every_requirement(string name)
    {
        var report = SampleReports.All[name]();
        var rows = Section(report, "asked").Descendants("tbody").SelectMany(body => body.Elements("tr")).ToList();
        Assert.Equal(report.Decision.Verdicts.Count, rows.Count);
        foreach (var (verdict, row) in report.Decision.Verdicts.Zip(rows))
        {
            Assert.Contains(verdict.Requirement.Words[1..], row.Value);
            Assert.Contains(verdict.Requirement.Where, row.Value);
            Assert.Contains(verdict.Because, row.Value);
            Assert.Contains(verdict.Outcome switch { Outcome.Holds => "Holds", Outcome.Fails => "Not met", _ => "Cannot be judged" }, row.Value);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Shows_every_finding_and_every_place_it_was_seen(string name)
    {
        var report = SampleReports.All[name]();
        var section = Section(report, "measured");
        var rows = section.Descendants("tr").Select(row => row.Value).ToList();
        Assert.Equal(report.Evidence.Findings.Count(), section.Descendants("table").Where(table => (string?)table.Attribute("class") == "findings").Sum(table => table.Element("tbody")!.Elements("tr").Count()));
        foreach (var finding in report.Evidence.Findings)
        {
            Assert.Contains(finding.Meaning, section.Value);
            foreach (var instance in finding.Instances)
                Assert.Contains(rows, row => row.Contains(instance.Row) && row.Contains(instance.Record!) && row.Contains(instance.Note));
        }
    }

    [Fact]
    public void Shows_an_audit_that_failed_without_what_it_was_reading()
    {
        var page = ReportWriter.Html(SampleReports.AuditFailed());
        Assert.Contains("This audit could not finish:", page);
        Assert.Contains("InvalidDataException", page);
        Assert.DoesNotContain("must not be repeated", page + ReportWriter.Json(SampleReports.AuditFailed()));
    }

    [Fact]
    public void Shows_training_part_beside_holdout_with_interval_and_count()
    {
        var table = Section(SampleReports.Refused(), "measured").Descendants("table").First().Element("tbody")!.Elements("tr").Select(row => row.Value.Replace('\u00a0', ' ')).ToList();
        Assert.Contains("Training part", table[0]);
        Assert.Contains("67 of 100", table[0]);
        Assert.Contains("56.9 % to 76.1 %", table[0]);
        Assert.Contains("Holdout", table[1]);
        Assert.Contains("1 of 100", table[1]);
    }

    [Fact]
    public void Names_every_digest_the_evidence_hangs_on()
    {
        var report = SampleReports.Approved();
        var section = Section(report, "check").Value;
        Assert.All(
            [report.Evidence.Binding.Candidate, report.Evidence.Binding.Source, report.Evidence.Binding.Settings, report.Settings.PolicyDigest,
                report.Settings.SuiteDigest, report.Settings.ModelDigest, report.Evidence.Digest(), report.Ledger!.Entry, report.Release!.Digest],
            digest => Assert.Contains(digest.Hex, section));
    }

    [Fact]
    public void Says_none_proved_when_epsilon_has_no_bound()
    {
        var section = Section(SampleReports.Refused(), "proved").Value;
        Assert.Contains("none proved", section);
        Assert.DoesNotContain("Infinity", section);
        Assert.DoesNotContain("∞", section);
        Assert.DoesNotContain("can be recognised", section);
        Assert.DoesNotContain("protects", section);
    }

    [Fact]
    public void Says_what_the_guarantee_means_for_an_attacker()
    {
        var section = Section(SampleReports.Approved(), "proved").Value.Replace('\u00a0', ' ');
        Assert.Contains("9.28 % is the most that can be recognised while raising a false alarm for 1 %", section);
        Assert.Contains("26 % is the most that can be recognised while raising a false alarm for 5 %", section);
        Assert.Contains("1 release with sigma 2.23, then 30 with sigma 6.11", section);
        Assert.All(SampleCase.Claim.Assumptions.Concat(SampleCase.Claim.NotCovered), sentence => Assert.Contains(sentence, section));
    }

    [Fact]
    public void Calls_no_guarantee_proved_when_its_noise_came_from_a_seed()
    {
        var section = Section(WithGuarantee(SampleCase.Claim with { Noise = NoiseOrigin.Seeded }, SampleCase.Candidate()), "proved").Value;
        Assert.Contains("No privacy is proved.", section);
        Assert.Contains("from a seed", section);
        Assert.DoesNotContain("can be recognised", section);
    }

    [Fact]
    public void Says_when_a_guarantee_is_about_another_candidate()
    {
        Assert.Contains("About something else.", Section(WithGuarantee(SampleCase.Claim, SampleCase.Candidate("other")), "proved").Value);
        Assert.DoesNotContain("About something else.", Section(WithGuarantee(SampleCase.Claim, SampleCase.Candidate()), "proved").Value);
    }

    [Fact]
    public void Calls_a_vacuous_certificate_vacuous_and_no_other()
    {
        var report = SampleReports.Approved();
        Assert.Contains("Vacuous", Section(report, "made").Value);
        var tight = report.Matching! with { Certificate = report.Matching.Certificate with { Vacuous = false } };
        Assert.DoesNotContain("Vacuous", Section(report with { Matching = tight }, "made").Value);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Shows_rows_of_a_release_and_never_of_a_refused_candidate(string name)
    {
        var report = SampleReports.All[name]();
        var all = ReportWriter.Html(report) + ReportWriter.Json(report);
        if (report.Decision is Refused)
        {
            Assert.DoesNotContain("I was charged twice", all);
            Assert.Empty(report.SampleRows);
            Assert.Contains("Nothing was written.", Section(report, "released").Value);
            return;
        }
        Assert.Equal(["s-001", "s-002", "s-003", "s-004", "s-005", "s-006", "s-007", "s-008"], report.SampleRows.Select(row => row.Id));
        foreach (var row in report.SampleRows) Assert.Contains(row.Text, Section(report, "released").Value);
    }

    [Fact]
    public void Draws_the_language_model_only_when_it_wrote_something()
    {
        static string Drawing(RunReport report) => Section(report, "made").Descendants("svg").First().Value;
        Assert.Contains("Language model", Drawing(SampleReports.Approved()));
        Assert.DoesNotContain("Language model", Drawing(SampleReports.Refused()));
        Assert.Contains("Let out without noise", Drawing(SampleReports.Refused()));
    }

    [Fact]
    public void Marks_what_no_guarantee_covers_as_internal()
    {
        Assert.Contains("Internal", Section(SampleReports.Approved(), "useful").Value);
        Assert.Contains("Internal", Section(SampleReports.Approved(), "made").Value);
    }

    [Fact]
    public void Says_so_when_usefulness_was_not_measured() =>
        Assert.Contains("Usefulness was not measured in this run.", Section(SampleReports.Bare(), "useful").Value);

    [Fact]
    public void Does_not_say_released_before_a_file_is_written()
    {
        var approved = SampleReports.Approved() with { Release = null };
        Assert.Contains("No file has been written yet.", Section(approved, "released").Value);
        Assert.DoesNotContain("were released", ReportWriter.Html(approved));
    }

    [Fact]
    public void Escapes_names_that_look_like_markup()
    {
        const string Name = "<script>alert(1)</script>\"'&amp;";
        var page = Page(SampleReports.ApprovedWith(Name) with { Pipeline = Name });
        Assert.Empty(page.Descendants("script"));
        Assert.Contains(Name, page.Descendants("header").Single().Value);
        Assert.Contains(Name, page.Descendants("table").Last(table => table.Value.Contains("Training part")).Value);
    }

    [Fact]
    public void Stays_well_formed_whatever_names_it_is_given() =>
        Gen.String.Select(Gen.String).Sample((name, text) =>
        {
            var candidate = new Candidate([new LabelledText(name, text, name + text)]);
            var report = SampleReports.Bare() with
            {
                Pipeline = name + "\u0001\ud800",
                Machine = text,
                Evidence = SampleCase.Evidence(candidate, [], SampleCase.Run(candidate, "exact-overlap", SampleCase.Copies(1, 0, against: true) with { Meaning = text })),
                Usefulness = SampleReports.Approved().Usefulness! with { Rows = [new UsefulnessRow(text, 1, .5, .4, .6, 1)] },
            };
            Assert.Equal("html", Page(report).Root!.Name.LocalName);
        }, iter: 50);

    [Fact]
    public void Says_where_refinement_stopped_and_what_it_left()
    {
        var section = Section(SampleReports.Approved(), "made").Value.Replace('\u00a0', ' ');
        Assert.Contains("stopped by itself; none of 400 substitutions improves it", section);
        Assert.Contains("ended by the limit of rounds; 7 of 392 substitutions would still improve it", section);
        Assert.Contains("some are left", section);
        Assert.DoesNotContain("After the choice", Section(SampleReports.Bare(), "made").Value);
    }

    private static RunReport WithGuarantee(PrivacyClaim claim, Candidate about) => SampleReports.Bare() with
    {
        Evidence = SampleCase.Evidence(SampleCase.Candidate(), [SampleCase.Prove(claim, about)]),
    };

    private static XDocument Page(RunReport report) => XDocument.Parse(ReportWriter.Html(report));

    private static XElement Section(RunReport report, string id) => Page(report).Descendants("section").Single(section => (string?)section.Attribute("id") == id);
}
