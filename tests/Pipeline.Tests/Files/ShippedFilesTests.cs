using Pipeline.Cli.Running;
using Pipeline.Core;
using Pipeline.Core.Evidence;
using Pipeline.Core.Numerics;
using Pipeline.Core.Plans;
using Pipeline.Core.Policies;
using Pipeline.Core.Privacy;
using Pipeline.Files;

namespace Pipeline.Tests.Files;

public sealed class ShippedFilesTests
{
    private static PipelineFile Load(params string[] parts) => PipelineFiles.Load(Fixtures.Shipped(["pipelines", .. parts]), KnownAudits.All);

    [Fact]
    public void The_ticket_pipeline_says_what_the_design_says()
    {
        var file = Load("tickets.yaml");
        Assert.Equal(("tickets", 1), (file.Name, file.Version));
        Assert.Equal(new SourcePlan
        {
            Format = PlannedFormat.Parquet,
            Path = Fixtures.Shipped("pipelines", "samples", "tickets.parquet"),
            Id = "id",
            Text = "text",
            Label = "label",
            Unit = "customer",
            Classification = Classification.Confidential,
            Holdout = .25,
        }, file.Source);
        Assert.Equal("{text} This ticket is about", file.Task.Template);
        Assert.Equal([("billing", " billing"), ("technical", " technical"), ("delivery", " delivery"), ("account", " account")],
            file.Task.Labels.Select(label => (label.Name, label.Token)));
        Assert.All(file.Task.Labels, label => Assert.InRange(label.About.Count, 4, 8));
        Assert.Equal(new PrivacyPlan { Epsilon = 4, Delta = 1e-4, Neighbours = Neighbours.AddOrRemoveOneUnit, RecordsPerUnit = 1 }, file.Privacy);
        Assert.Equal((SynthesisMethod.Match, 100, null, 1L, PlannedDevice.Auto),
            (file.Synthesis.Method, file.Synthesis.Texts, file.Synthesis.Proposals, file.Synthesis.Seed, file.Synthesis.Device));
        Assert.Equal(Fixtures.Shipped("pipelines", "models", "smollm2-135m-instruct-q4_1.gguf"), file.Synthesis.Model);
        Assert.Equal("Customer message to the help desk", file.Public.Kind);
        Assert.Equal(12, file.Public.Openings.Count);
        Assert.Equal(new ReleasePlan { To = Fixtures.Shipped("out", "tickets"), Approval = Approval.None }, file.Release);
        Assert.Null(file.Schedule);
        Assert.Null(file.Canaries);
    }

    [Fact]
    public void The_shipped_suites_run_their_audits()
    {
        var suite = SuiteFiles.Load(Fixtures.Shipped("audits", "standard.yaml"), KnownAudits.All);
        Assert.Equal(["exact-overlap", "near-duplicates", "ngram-overlap", "common-substring", "pii-replay", "membership"], suite.Audits.Select(audit => audit.Name));
        Assert.Equal([0, 0, 5, 12, 0, 8], suite.Audits.Select(audit => audit.Settings.Numbers.GetValueOrDefault("words")));
        Assert.Equal("audits/standard.yaml, line 6", suite.Audits[0].Where);
        Assert.Equal(Digest.OfFile(Fixtures.Shipped("audits", "standard.yaml")), suite.Digest);
        Assert.Equal(2, SuiteFiles.Load(Fixtures.Shipped("audits", "quick.yaml"), KnownAudits.All).Audits.Count);
        var thorough = SuiteFiles.Load(Fixtures.Shipped("audits", "thorough.yaml"), KnownAudits.All);
        Assert.Equal(suite.Audits.Select(audit => audit.Name).Concat(["singling-out", "linkability", "inference", "semantic-overlap", "membership-model"]), thorough.Audits.Select(audit => audit.Name));
    }

    [Fact]
    public void The_standard_policy_reads_as_it_is_meant()
    {
        var policy = PolicyFiles.Load(Fixtures.Shipped("policies", "standard.yaml"), KnownAudits.All);
        Assert.Equal(
        [
            "the release is differentially private with epsilon at most 8 and delta at most 1/n",
            "all releases from this source together are differentially private with epsilon at most 24 and delta at most 1/n",
            $"the {.95:P0} upper bound of exact-overlap: copied records is at most 5 %",
            $"the {.95:P0} upper bound of common-substring: texts sharing a long run is at most 5 %",
            $"the {.95:P0} upper bound of pii-replay: replayed values is at most 5 %",
            "ngram-overlap: worst containment is at most 0.3",
        ], policy.Require.Select(required => required.Words));
        Assert.Equal([Classification.Internal, Classification.Confidential], policy.For.Order());
        Assert.Equal(TimeSpan.FromDays(1), policy.EvidenceMaximumAge);
        Assert.Equal("policies/standard.yaml, line 8", policy.Require[0].Where);
        Assert.Equal(Digest.OfFile(Fixtures.Shipped("policies", "standard.yaml")), policy.Digest);
    }

    /// <summary>A policy that nothing can meet would teach people to go around it.</summary>
    [Theory]
    [InlineData("standard.yaml", 80, 79)]
    [InlineData("strict.yaml", 144, 143)]
    public void A_shipped_policy_can_be_met_by_so_many_texts(string file, int enough, int tooFew)
    {
        var shares = PolicyFiles.Load(Fixtures.Shipped("policies", file), KnownAudits.All).Require.OfType<FindingRequirement>()
            .Where(required => required.On == BoundOn.Upper).ToList();
        Assert.NotEmpty(shares);
        Assert.All(shares, required =>
        {
            var confidence = 1 - (1 - required.Confidence) / shares.Count;
            Assert.True(ClopperPearson.Upper(0, enough, confidence) <= required.AtMost);
            Assert.True(ClopperPearson.Upper(0, tooFew, confidence) > required.AtMost);
        });
    }

    [Fact]
    public void The_memorising_control_differs_from_the_tickets_only_in_method_and_file()
    {
        var (control, tickets) = (Load("controls", "memorising.yaml"), Load("tickets.yaml"));
        Assert.Equal(SynthesisMethod.CopyingControl, control.Synthesis.Method);
        Assert.Equal(tickets.Synthesis with { Method = SynthesisMethod.CopyingControl }, control.Synthesis);
        Assert.Equal(tickets.Source with { Format = PlannedFormat.Csv, Path = Fixtures.Shipped("pipelines", "samples", "tickets.csv") }, control.Source);
        Assert.Equal(tickets.Privacy, control.Privacy);
        Assert.Equal(tickets.Policy.Digest, control.Policy.Digest);
        Assert.Equal(tickets.Audits.Digest, control.Audits.Digest);
        Assert.Equal(Fixtures.Shipped("out", "controls", "memorising"), control.Release.To);
    }

    [Fact]
    public void The_unmeasured_control_asks_for_what_its_suite_does_not_measure()
    {
        var control = Load("controls", "unmeasured.yaml");
        var asked = Assert.Single(control.Policy.Require.OfType<FindingRequirement>(), required => control.Audits.Audits.All(audit => audit.Name != required.Audit));
        Assert.Equal(("membership", "advantage over holdout", BoundOn.Upper, .95, .1, .8), (asked.Audit, asked.Measure, asked.On, asked.Confidence, asked.AtMost, asked.Power));
        Assert.Equal((SynthesisMethod.Match, 20, 200), (control.Synthesis.Method, control.Synthesis.Texts, control.Synthesis.Proposals));
    }

    [Fact]
    public void Settings_change_with_every_file_a_person_wrote()
    {
        using var desk = new Desk();
        var seen = new HashSet<Digest> { desk.Load().Settings };
        Assert.DoesNotContain(Digest.Of(""), seen);
        foreach (var file in new[] { Desk.Tickets, Desk.Suite, Desk.Policy })
        {
            desk.Write(file, Desk.Text(file) + "# changed\n");
            Assert.True(seen.Add(desk.Load().Settings));
        }
    }
}
